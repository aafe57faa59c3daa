//! How often a job's worker ended while it had the job.

migration!(&["ALTER TABLE job ADD COLUMN interruptions integer NOT NULL DEFAULT 0"], &[]);
