import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// One static app, one origin: the server hands out index.html for every path outside /api.
export default defineConfig({
	plugins: [
		sveltekit({
			compilerOptions: {
				runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true)
			},
			// The server hands out the packed form of a file to whoever takes it.
			adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html', precompress: true }),
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					// Widths of bars are set on the element, so inline style attributes stay allowed.
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self']
				}
			}
		})
	],
	server: {
		port: 5173,
		// The host stays as the browser named it: the server takes changes only from its own origin.
		proxy: { '/api': { target: process.env.MINGA_API ?? 'http://127.0.0.1:8080' } }
	},
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
