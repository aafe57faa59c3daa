/** A house of its own for a file of journeys: a copy of the told season, served by the program on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Season } from './season.ts';

/** Minga, running for one file of journeys. */
export interface House {
	/** Where it answers. */
	readonly origin: string;
	/** Where its mail lies: one file for each message. */
	readonly mail: string;
	/** Ends it and forgets its data. */
	end(): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Starts a house with the season's people, orders and money; what the program says goes to `log`. */
export async function openHouse(season: Season, log: string, settings: Readonly<Record<string, string>> = {}): Promise<House> {
	const data = await mkdtemp(join(tmpdir(), 'minga-house-'));
	await cp(season.told, data, { recursive: true });
	const program = spawn(season.program, ['demo', '--data', data], {
		cwd: data,
		env: { ...process.env, ...settings, MINGA_LISTEN: '127.0.0.1:0' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const written = createWriteStream(log);
	program.stdout.pipe(written, { end: false });
	program.stderr.pipe(written, { end: false });
	const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
	const end = async () => {
		program.kill('SIGTERM');
		const stubborn = setTimeout(() => program.kill('SIGKILL'), PATIENCE_MS);
		await ended;
		written.end();
		clearTimeout(stubborn);
		await rm(data, { recursive: true, force: true });
	};
	try {
		return { origin: await addressOf(program), mail: join(data, 'mail'), end };
	} catch (fault) {
		await end();
		throw fault;
	}
}

/** The address that the program prints when it listens. */
function addressOf(program: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		const said: string[] = [];
		const fail = (why: string) => reject(new Error(`${why}:\n${said.join('\n')}`));
		const late = setTimeout(() => fail('The program does not listen'), PATIENCE_MS);
		const hear = (line: string) => {
			said.push(line);
			const origin = /^Minga: (http:\S+)$/.exec(line)?.[1];
			if (origin === undefined) return;
			clearTimeout(late);
			resolve(origin.replace(/\/$/, ''));
		};
		for (const stream of [program.stdout, program.stderr]) if (stream) createInterface(stream).on('line', hear);
		program.once('exit', () => {
			clearTimeout(late);
			fail('The program ended');
		});
	});
}
