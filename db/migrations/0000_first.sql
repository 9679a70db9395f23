CREATE TABLE `actors` (
	`address` text PRIMARY KEY NOT NULL,
	`parent` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`state` text NOT NULL,
	`snapshot` text NOT NULL,
	`sequence` integer NOT NULL,
	`deadlines` text,
	`error` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `actors_by_parent` ON `actors` (`parent`);--> statement-breakpoint
CREATE INDEX `actors_alive` ON `actors` (`address`) WHERE status = 'active';--> statement-breakpoint
CREATE TABLE `journal` (
	`id` integer PRIMARY KEY NOT NULL,
	`turn` integer NOT NULL,
	`address` text NOT NULL,
	`kind` text NOT NULL,
	`sequence` integer NOT NULL,
	`event` text NOT NULL,
	`payload` text,
	`source` text,
	`state` text NOT NULL,
	`patch` text,
	`snapshot` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `journal_by_actor` ON `journal` (`address`,`sequence`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `artifacts` (
	`id` text PRIMARY KEY NOT NULL,
	`build_id` text NOT NULL,
	`name` text NOT NULL,
	`relative_path` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`content_type` text NOT NULL,
	`kind` text NOT NULL,
	`checksum_sha256` text NOT NULL,
	`storage_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE INDEX `artifacts_by_build` ON `artifacts` (`build_id`);--> statement-breakpoint
CREATE TABLE `build_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`build_id` text NOT NULL,
	`step_index` integer NOT NULL,
	`name` text NOT NULL,
	`script` text,
	`timeout_secs` integer,
	`ignore_failure` integer NOT NULL,
	`status` text NOT NULL,
	`exit_code` integer,
	`error_message` text,
	`started_at` integer,
	`finished_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `build_steps_by_build` ON `build_steps` (`build_id`,`step_index`);--> statement-breakpoint
CREATE TABLE `builds` (
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`webhook_event_id` text,
	`commit_sha` text NOT NULL,
	`ref` text NOT NULL,
	`branch` text,
	`tag` text,
	`target_branch` text,
	`review_number` integer,
	`message` text,
	`author` text,
	`trigger_type` text NOT NULL,
	`priority` integer NOT NULL,
	`status` text NOT NULL,
	`workflow_name` text NOT NULL,
	`config_source` text NOT NULL,
	`error_message` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `builds_by_repository` ON `builds` (`repository_id`,`id`);--> statement-breakpoint
CREATE INDEX `builds_by_status` ON `builds` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `builds_by_event` ON `builds` (`webhook_event_id`) WHERE webhook_event_id is not null;--> statement-breakpoint
CREATE INDEX `builds_waiting` ON `builds` (`priority`,`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`owner` text NOT NULL,
	`repo_name` text NOT NULL,
	`clone_url` text NOT NULL,
	`default_branch` text NOT NULL,
	`state` text NOT NULL,
	`github_repository_id` integer,
	`github_installation_id` integer,
	`gitlab_project_id` integer,
	`webhook_secret` text,
	`webhook_token_hmac` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_by_name` ON `repositories` (`provider`,`owner`,`repo_name`) WHERE removed_at is null;--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text,
	`provider` text NOT NULL,
	`event_type` text NOT NULL,
	`scope` text NOT NULL,
	`delivery_id` text NOT NULL,
	`payload` blob,
	`payload_sha256` text NOT NULL,
	`source_ip` text NOT NULL,
	`status` text NOT NULL,
	`result` text,
	`error_message` text,
	`verdicts` text,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_events_by_delivery` ON `webhook_events` (`provider`,`scope`,`delivery_id`);--> statement-breakpoint
CREATE INDEX `webhook_events_by_repository` ON `webhook_events` (`repository_id`,`id`);