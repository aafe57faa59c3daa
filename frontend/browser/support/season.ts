/**
 * Before all journeys: the season of the demo is created once, in a folder that every journey copies. Without a browser
 * the journeys are skipped with a message; with `CI=true` they fail.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the journeys need, passed to their processes in the environment. */
export interface Season {
	/** The folder of the season, to be copied. */
	readonly folder: string;
	/** The program under test. */
	readonly program: string;
	/** Path of the browser. */
	readonly chromium: string;
}

const SLOT = 'MINGA_BROWSER_SEASON';
const root = join(import.meta.dirname, '../../..');

/** The season, or why there is none. */
export function season(): Season | { readonly missing: string } {
	const setting = process.env[SLOT];
	if (setting === undefined) throw new Error('Run the journeys by `npm run browser`: it creates the season first.');
	return JSON.parse(setting) as Season | { missing: string };
}

function parts(): Omit<Season, 'folder'> | { missing: string } {
	const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
	if (!existsSync(chromium)) return { missing: `no Chromium at ${chromium} (CHROMIUM names another)` };
	const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache/minga/target');
	const program = process.env.MINGA_BIN ?? join(target, 'debug/minga');
	if (!existsSync(program)) throw new Error(`There is no program at ${program}: cargo build --bin minga`);
	if (!existsSync(join(root, 'frontend/build/index.html'))) throw new Error('The web app is not built: npm run build');
	return { chromium, program };
}

/** Called by the test runner before the first journey. */
export async function globalSetup(): Promise<void> {
	const found = parts();
	if ('missing' in found) {
		if (process.env.CI === 'true') throw new Error(`The journeys cannot be played: ${found.missing}`);
		process.stdout.write(`skipped: the journeys in the browser, because there is ${found.missing}\n`);
		process.env[SLOT] = JSON.stringify(found);
		return;
	}
	await rm(join(root, 'artefacts/screenshots'), { recursive: true, force: true });
	const folder = await mkdtemp(join(tmpdir(), 'minga-season-'));
	await promisify(execFile)(found.program, ['demo', '--data', folder, '--no-serve'], { cwd: folder });
	process.env[SLOT] = JSON.stringify({ ...found, folder } satisfies Season);
}

/** Called by the test runner after the last journey. */
export async function globalTeardown(): Promise<void> {
	const found = season();
	if ('folder' in found) await rm(found.folder, { recursive: true, force: true });
}
