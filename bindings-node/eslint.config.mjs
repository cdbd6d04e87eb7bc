import tseslint from 'typescript-eslint';

/** For programs in JavaScript, of which no types are known. */
export const programs = tseslint.config(...tseslint.configs.strict, ...tseslint.configs.stylistic, {
  rules: {
    '@typescript-eslint/no-empty-function': 'off',
    '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_$' }],
  },
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  {
    files: ['js/**/*.ts', 'examples/*.mts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Each stands where the kind of record or field has just been looked at.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The class of a PDU is told by its command_id, not by a constructor.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['examples/*.mjs', 'scripts/*.mjs', 'bench/*.mjs', 'test/*.mjs'], extends: [programs] },
  {
    files: ['js/generated/*.ts'],
    // One class for each PDU, all made alike.
    rules: { 'max-lines': 'off' },
  },
);
