import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'src/lib/app/api/schema.d.ts'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{ languageOptions: { globals: { ...globals.browser } } },
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	{
		rules: {
			'max-lines': ['error', { max: 300, skipBlankLines: true }],
			eqeqeq: 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'no-console': 'error',
			// The app always lives at the root of its origin; a base path would only add noise to every link.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	// One text file per slice and language, however many texts the slice has.
	{ files: ['src/**/es.ts', 'src/**/en.ts'], rules: { 'max-lines': 'off' } },
	{ files: ['*.config.*'], languageOptions: { globals: { ...globals.node } } },
	{ files: ['weigh.js'], languageOptions: { globals: { ...globals.node } }, rules: { 'no-console': 'off' } }
);
