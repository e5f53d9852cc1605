//! What the servers need of a machine, and how to say what is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// By what a package shows that it is there. Where it came from does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A program in the path.
    Program(&'static str),
    /// A file that the servers look for in this place.
    File(&'static str),
    /// An extension that PHP has loaded.
    Extension(&'static str),
}

/// A package of Debian 12, and its sign.
type Need = (&'static str, Sign);

const PHP: &[Need] = &[
    ("php-cli", Sign::Program("php")),
    ("php-soap", Sign::Extension("soap")),
    ("php-xml", Sign::Extension("xml")),
    ("libnusoap-php", Sign::File("/usr/share/php/nusoap/nusoap.php")),
];
const JAVA: &[Need] = &[
    ("openjdk-17-jdk-headless", Sign::Program("javac")),
    ("libjaxws-java", Sign::File("/usr/share/java/jaxws-rt.jar")),
];
const WCF: &[Need] = &[
    ("mono-runtime", Sign::Program("mono")),
    ("mono-mcs", Sign::Program("mcs")),
    ("libmono-system-servicemodel4.0a-cil", Sign::File("/usr/lib/mono/4.5/System.ServiceModel.dll")),
    ("libmono-system-servicemodel-web4.0-cil", Sign::File("/usr/lib/mono/4.5/System.ServiceModel.Web.dll")),
    ("libmono-system-runtime-serialization4.0-cil", Sign::File("/usr/lib/mono/4.5/System.Runtime.Serialization.dll")),
    ("libmono-system-web-services4.0-cil", Sign::File("/usr/lib/mono/4.5/System.Web.Services.dll")),
];
const ASMX: &[Need] = &[
    ("mono-runtime", Sign::Program("mono")),
    ("mono-mcs", Sign::Program("mcs")),
    ("libmono-system-web4.0-cil", Sign::File("/usr/lib/mono/4.5/System.Web.dll")),
    ("libmono-system-web-services4.0-cil", Sign::File("/usr/lib/mono/4.5/System.Web.Services.dll")),
    ("libmono-system-web-extensions4.0-cil", Sign::File("/usr/lib/mono/4.5/System.Web.Extensions.dll")),
];

/// The vendors, each with the software its server is made of and what that needs.
pub(super) const VENDORS: &[(&str, &str, &[Need])] = &[
    ("identysoft", "NuSOAP on PHP", PHP),
    ("verba", "JAX-WS on Java", JAVA),
    ("sbt", "WCF of mono", WCF),
    ("netforum", "ASMX of mono", ASMX),
    ("kendox", "WCF of mono", WCF),
];

/// What these vendors need and `has` does not find, said so that it can be acted upon; none when all is there.
pub(super) fn complaint(vendors: &[&str], install: &Path, has: &dyn Fn(Sign) -> bool) -> Option<String> {
    let (mut lines, mut packages) = (Vec::new(), Vec::new());
    for (vendor, software, needs) in VENDORS.iter().filter(|(vendor, ..)| vendors.contains(vendor)) {
        let missing: Vec<&str> = needs.iter().filter(|(_, sign)| !has(*sign)).map(|(package, _)| *package).collect();
        if missing.is_empty() {
            continue;
        }
        lines.push(format!("  {vendor} ({software}): {}", missing.join(", ")));
        packages.extend(missing);
    }
    if packages.is_empty() {
        return None;
    }
    packages.sort_unstable();
    packages.dedup();
    Some(format!(
        "the vendors' server software is not all on this machine. Missing, by the names of Debian 12:\n{}\n\nTo install what all \
         vendors need, as root:\n  apt-get update && bash {}\nor only what is missing here:\n  apt-get install --no-install-recommends {}\n\
         With `--vendor V` only the software of V is needed.",
        lines.join("\n"),
        install.display(),
        packages.join(" ")
    ))
}

/// Whether this machine has something.
pub(super) fn is_here(sign: Sign) -> bool {
    match sign {
        Sign::Program(name) => {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).map(|folder: PathBuf| folder.join(name)).any(|file| file.is_file())
        }
        Sign::File(path) => Path::new(path).is_file(),
        Sign::Extension(name) => {
            let code = format!("exit(extension_loaded('{name}') ? 0 : 1);");
            let mut php = Command::new("php");
            php.args(["-r", &code]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            php.status().is_ok_and(|status| status.success())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_with_the_command_that_installs_it() {
        let has = |sign| !matches!(sign, Sign::Program("mcs" | "javac"));
        let install = Path::new("../shared/lab/install.sh");
        let expected = "\
the vendors' server software is not all on this machine. Missing, by the names of Debian 12:
  verba (JAX-WS on Java): openjdk-17-jdk-headless
  sbt (WCF of mono): mono-mcs
  netforum (ASMX of mono): mono-mcs

To install what all vendors need, as root:
  apt-get update && bash ../shared/lab/install.sh
or only what is missing here:
  apt-get install --no-install-recommends mono-mcs openjdk-17-jdk-headless
With `--vendor V` only the software of V is needed.";
        let vendors = ["identysoft", "verba", "sbt", "netforum"];
        assert_eq!(complaint(&vendors, install, &has).as_deref(), Some(expected));
        assert_eq!(complaint(&["identysoft"], install, &has), None);
    }
}
