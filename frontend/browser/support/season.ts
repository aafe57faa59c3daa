/**
 * Before all journeys: the season of the demo is told once, into a folder that every journey copies. Where the
 * browser is missing the journeys are skipped aloud, and fail where the check must be whole (`CI=true`).
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the journeys need to know; handed to their processes in the environment. */
export interface Season {
	/** The folder in which the season was told; it is only copied from. */
	readonly told: string;
	/** The program under test. */
	readonly program: string;
	/** The browser that plays the people. */
	readonly chromium: string;
}

const SLOT = 'MINGA_BROWSER_SEASON';
const root = join(import.meta.dirname, '../../..');

/** The season, or why there is none. */
export function season(): Season | { readonly missing: string } {
	const told = process.env[SLOT];
	if (told === undefined) throw new Error('Run the journeys by `npm run browser`: it tells the season first.');
	return JSON.parse(told) as Season | { missing: string };
}

function parts(): Omit<Season, 'told'> | { missing: string } {
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
	const told = await mkdtemp(join(tmpdir(), 'minga-season-'));
	await promisify(execFile)(found.program, ['demo', '--data', told, '--no-serve'], { cwd: told });
	process.env[SLOT] = JSON.stringify({ ...found, told } satisfies Season);
}

/** Called by the test runner after the last journey. */
export async function globalTeardown(): Promise<void> {
	const told = season();
	if ('told' in told) await rm(told.told, { recursive: true, force: true });
}
