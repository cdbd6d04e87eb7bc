// Runs all tests against what was built: `make programs node`, `node scripts/test.mjs`. Each test of the engine runs on both.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const conformance = join(process.env.CARGO_TARGET_DIR ?? join(here, '../target'), 'debug/smppkit-conformance');
const onBoth = ['dialects', 'forgotten', 'memory', 'message', 'net', 'pdus', 'properties', 'session'];
const once = ['browser', 'examples', 'net-interop', 'package', 'samples'];

function run(title, command, args, env = {}) {
  console.log(`\n==> ${title}`);
  execFileSync(command, args, { cwd: here, stdio: 'inherit', env: { ...process.env, ...env } });
}

const tests = (names) => ['--test', ...names.map((name) => join('test', `${name}.test.mjs`))];
const driver = (engine) => ['--driver', `node-${engine}=env SMPPKIT_ENGINE=${engine} ${process.execPath} ${join(here, 'test/driver.mjs')}`];

for (const engine of ['native', 'wasm']) {
  run(`the package on ${engine}`, process.execPath, tests(onBoth), { SMPPKIT_ENGINE: engine });
}
run('transcripts', conformance, [...driver('native'), ...driver('wasm')]);
run('the package as its users get it', process.execPath, tests(once));
run('a short soak', process.execPath, ['scripts/soak.mjs'], { COUNT: '20000' });
