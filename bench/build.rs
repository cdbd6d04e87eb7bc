//! Compiles the contenders in C, if they are asked for.

fn main() {
    println!("cargo::rerun-if-changed=c");
    println!("cargo::rerun-if-changed=../bindings-c/include");
    #[cfg(feature = "c")]
    c();
}

#[cfg(feature = "c")]
fn c() {
    cc::Build::new()
        .files(["c/smppkit.c", "c/smpp34.c"])
        .include("../bindings-c/include")
        .opt_level(2)
        .compile("loops");
    cc::Build::new()
        .file("c/kannel.c")
        .includes(["/usr/include/kannel", "/usr/include/libxml2"])
        // Its headers are not ours.
        .warnings(false)
        .opt_level(2)
        .compile("kannel_loops");
    println!("cargo::rustc-link-lib=smpp34");
    // Kannel's is a static library that needs more than it says, all of it there where Kannel is installed.
    println!("cargo::rustc-link-search=/usr/lib/x86_64-linux-gnu/kannel");
    for library in ["gw", "gwlib"] {
        println!("cargo::rustc-link-lib=static:+verbatim=lib{library}.a");
    }
    for library in ["libssl.so.3", "libcrypto.so.3", "libxml2.so.2", "libpcreposix.so.3", "libmariadb.so.3"] {
        println!("cargo::rustc-link-arg=-l:{library}");
    }
}
