//! Converts errors of the database and of other libraries into problems. The cause is logged; the response only says that
//! the operation failed. A transaction that the database aborted in favour of another is marked as retryable.

use sea_orm::DbErr;

use super::{errors::RequestError, problem::Problem};
use crate::platform::{db::Failure, files::FileError};

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        match Failure::of(&error) {
            Failure::GaveWay => {
                tracing::debug!(%error, "a transaction gave way");
                Self::busy()
            }
            Failure::NoFreeConnection => {
                tracing::warn!("no free database connection");
                Self::overloaded()
            }
            Failure::Unreachable | Failure::Full | Failure::Storage => {
                tracing::error!(%error, "the database cannot be used");
                Self::unavailable("database")
            }
            Failure::Reference => {
                tracing::error!(%error, "an id was stored that refers to nothing: its operation must look it up first");
                RequestError::ReferenceUnknown.into()
            }
            Failure::Other => {
                tracing::error!(%error, "the database failed");
                Self::internal()
            }
        }
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        tracing::error!(%error, "a file could not be stored or read");
        match error {
            FileError::Store(_) => Self::unavailable("file store"),
            FileError::Key(_) | FileError::Setting(_) => Self::internal(),
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(problem) => return problem,
            Err(error) => error,
        };
        match error.downcast::<DbErr>() {
            Ok(error) => error.into(),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a part failed");
                Self::internal()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use poem::http::StatusCode;
    use sea_orm::{ConnectionTrait, Database};

    use super::*;

    #[tokio::test]
    async fn a_busy_database_is_retryable() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
        let (one, other) = (Database::connect(&url).await.unwrap(), Database::connect(&url).await.unwrap());
        one.execute_unprepared("CREATE TABLE t (a integer)").await.unwrap();
        other.execute_unprepared("PRAGMA busy_timeout = 0").await.unwrap();
        one.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        let error = other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap_err();
        let problem = Problem::from(error);
        assert!(problem.retryable, "{problem}");
        assert_eq!(problem.status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[test]
    fn other_failures_are_internal_and_reveal_nothing() {
        let problem = Problem::from(anyhow::anyhow!("password of the mail server is secreta"));
        assert_eq!(problem.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!problem.detail().contains("secreta") && !problem.retryable);
        let kept = Problem::from(anyhow::Error::from(Problem::stale()).context("while saving"));
        assert_eq!(kept.code(), "stale");
    }
}
