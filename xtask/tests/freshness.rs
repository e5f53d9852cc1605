//! What is committed under `generated/` is what the contracts under `wsdl/` say.

use std::process::Command;

#[test]
fn the_generated_clients_are_fresh() {
    let check = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["regen", "--check"]).output().unwrap();
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(check.status.success(), "{}{}", shown(&check.stdout), shown(&check.stderr));
}
