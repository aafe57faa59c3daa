//! A release holds the built web app in itself, so it is made anew when the app is. A development build reads the
//! files where they lie, and is not made anew for their sake.

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its profile in the environment")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The folder is there even before the web app was built: cargo takes a missing one for a changed one.
    let made = std::fs::create_dir_all("frontend/build");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") && made.is_ok() {
        println!("cargo::rerun-if-changed=frontend/build");
    }
}
