DROP INDEX `actors_by_parent`;--> statement-breakpoint
CREATE INDEX `actors_crashed` ON `actors` (`address`) WHERE status = 'crashed';--> statement-breakpoint
CREATE INDEX `actors_by_parent` ON `actors` (`parent`,`status`);