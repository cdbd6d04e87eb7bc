// The platforms for which there is a package with the addon.

/** By their names in npm, what Rust calls them. */
export const PLATFORMS = {
  'darwin-arm64': 'aarch64-apple-darwin',
  'darwin-x64': 'x86_64-apple-darwin',
  'linux-arm64-gnu': 'aarch64-unknown-linux-gnu',
  'linux-arm64-musl': 'aarch64-unknown-linux-musl',
  'linux-x64-gnu': 'x86_64-unknown-linux-gnu',
  'linux-x64-musl': 'x86_64-unknown-linux-musl',
  'win32-arm64-msvc': 'aarch64-pc-windows-msvc',
  'win32-x64-msvc': 'x86_64-pc-windows-msvc',
};

/** The licences of what is in a package: ours, and those of the crates that are linked in. */
export const LICENCES = ['LICENSE-APACHE', 'LICENSE-MIT', 'THIRD-PARTY.txt'];

/** The name of this machine's, which the package's `openNative` looks for. */
export function thisPlatform() {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-msvc`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const isGnu = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return `linux-${arch}-${isGnu ? 'gnu' : 'musl'}`;
}

/** The file with the addon. */
export const addonOf = (name) => `smppkit.${name}.node`;

/** What cargo makes of the crate. */
export function libraryOf(name) {
  if (name.startsWith('win32-')) return 'smppkit_node.dll';
  return name.startsWith('darwin-') ? 'libsmppkit_node.dylib' : 'libsmppkit_node.so';
}

/** The manifest of a platform's package, which npm installs on that platform only. */
export function manifestOf(name, { version, license, repository, engines }) {
  const [os, cpu, abi] = name.split('-');
  return {
    name: `smppkit-${name}`,
    version,
    description: `The native part of smppkit for ${name}`,
    license,
    ...(repository ? { repository } : {}),
    type: 'commonjs',
    engines,
    main: addonOf(name),
    files: [addonOf(name), ...LICENCES],
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' ? { libc: [abi === 'musl' ? 'musl' : 'glibc'] } : {}),
  };
}
