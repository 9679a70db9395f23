CREATE TABLE `secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`group_name` text NOT NULL,
	`name` text NOT NULL,
	`value` text,
	`saved_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `secrets_by_group` ON `secrets` (`repository_id`,`group_name`,`name`,`id`);--> statement-breakpoint
ALTER TABLE `builds` ADD `trusted` integer DEFAULT true NOT NULL;