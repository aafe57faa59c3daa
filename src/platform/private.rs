//! Files of an installation that nobody else on the machine may read: they hold password hashes, bank accounts and mail.

use std::{
    fs::{self, DirBuilder, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::Context;
use tempfile::TempDir;

/// Permissions of a folder and of a file.
const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// Creates `folder` and its parents, or takes away what others may do in it.
///
/// # Errors
/// Where the folder belongs to somebody else, who lets others into it.
pub fn secure_folder(folder: &Path) -> anyhow::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(folder)?;
    restrict(folder, FOLDER)
}

/// Creates a folder for temporary files. It is deleted when the returned value is dropped.
pub fn temporary_folder() -> io::Result<TempDir> {
    tempfile::Builder::new().permissions(Permissions::from_mode(FOLDER)).tempdir()
}

/// Creates `folder` in a folder that exists.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().mode(FOLDER).create(folder)
}

/// Creates an empty `file`, or takes away what others may do with it.
///
/// # Errors
/// As [`secure_folder`].
pub fn secure_file(file: &Path) -> anyhow::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(FILE).open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => restrict(file, FILE),
        Err(error) => Err(error.into()),
    }
}

/// Takes away what others may do with `file`, if it exists.
///
/// # Errors
/// As [`secure_folder`].
pub fn secure_existing_file(file: &Path) -> anyhow::Result<()> {
    if file.exists() { restrict(file, FILE) } else { Ok(()) }
}

fn restrict(path: &Path, mode: u32) -> anyhow::Result<()> {
    if fs::metadata(path)?.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode)).with_context(|| {
        format!("{} is open to other users of this machine and cannot be closed: let it belong to the user of this process, with mode {mode:o}", path.display())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_to_others_is_closed() {
        let folder = temporary_folder().unwrap();
        let data = folder.path().join("new/data");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        secure_folder(&data).unwrap();
        let file = data.join("minga.db");
        secure_file(&file).unwrap();
        assert_eq!((mode(folder.path()), mode(&data), mode(&file)), (FOLDER, FOLDER, FILE));
        fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        secure_folder(&data).unwrap();
        secure_file(&file).unwrap();
        assert_eq!((mode(&data), mode(&file)), (FOLDER, FILE));
    }
}
