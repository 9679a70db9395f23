CREATE TABLE `pipelines` (
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`name` text NOT NULL,
	`content` text,
	`format` text NOT NULL,
	`saved_by` text NOT NULL,
	`restored_from` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pipelines_by_repository` ON `pipelines` (`repository_id`,`id`);--> statement-breakpoint
ALTER TABLE `builds` ADD `number` integer;--> statement-breakpoint
ALTER TABLE `builds` ADD `workflow_number` integer;--> statement-breakpoint
ALTER TABLE `builds` ADD `inputs` text;--> statement-breakpoint
ALTER TABLE `builds` ADD `labels` text;--> statement-breakpoint
ALTER TABLE `builds` ADD `rerun_of` text;--> statement-breakpoint
ALTER TABLE `builds` ADD `rerun_from` integer;--> statement-breakpoint
ALTER TABLE `builds` ADD `tests` text;--> statement-breakpoint
CREATE INDEX `builds_by_number` ON `builds` (`repository_id`,`number`);--> statement-breakpoint
CREATE INDEX `builds_by_workflow_number` ON `builds` (`repository_id`,`workflow_name`,`workflow_number`);--> statement-breakpoint
UPDATE `builds` SET `number` = (SELECT count(*) FROM `builds` AS `b` WHERE `b`.`repository_id` = `builds`.`repository_id` AND `b`.`id` <= `builds`.`id`), `workflow_number` = (SELECT count(*) FROM `builds` AS `b` WHERE `b`.`repository_id` = `builds`.`repository_id` AND `b`.`workflow_name` = `builds`.`workflow_name` AND `b`.`id` <= `builds`.`id`);
--> statement-breakpoint
CREATE TRIGGER `builds_numbered` AFTER INSERT ON `builds` BEGIN
	UPDATE `builds` SET
		`number` = (SELECT coalesce(max(`number`), 0) + 1 FROM `builds` WHERE `repository_id` = NEW.`repository_id`),
		`workflow_number` = (SELECT coalesce(max(`workflow_number`), 0) + 1 FROM `builds` WHERE `repository_id` = NEW.`repository_id` AND `workflow_name` = NEW.`workflow_name`)
	WHERE `id` = NEW.`id`;
END;
