CREATE TABLE `webhook_payloads` (
	`id` text PRIMARY KEY NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
INSERT INTO `webhook_payloads` SELECT `id`, `payload` FROM `webhook_events` WHERE `payload` IS NOT NULL;
--> statement-breakpoint
ALTER TABLE `webhook_events` DROP COLUMN `payload`;