// What holds for programs in bindings-node, whose packages it needs: `npm run lint` there looks here, too.
export { programs as default } from '../../bindings-node/eslint.config.mjs';
