/** A server for each test file: the program with a copy of the season's data, on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Season } from './season.ts';

/** Minga, running for one file of journeys. */
export interface Server {
	/** Its origin. */
	readonly origin: string;
	/** The folder of its mails, one file per message. */
	readonly mail: string;
	/** Stops it and deletes its data. */
	end(): Promise<void>;
}

const TIMEOUT_MS = 30_000;

/** Starts a server with the season's people, orders and money; what the program says goes to `log`. */
export async function startServer(season: Season, log: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
	const data = await mkdtemp(join(tmpdir(), 'minga-server-'));
	await cp(season.folder, data, { recursive: true });
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
		const timer = setTimeout(() => program.kill('SIGKILL'), TIMEOUT_MS);
		await ended;
		written.end();
		clearTimeout(timer);
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
		const lines: string[] = [];
		const fail = (why: string) => reject(new Error(`${why}:\n${lines.join('\n')}`));
		const timer = setTimeout(() => fail('The program does not listen'), TIMEOUT_MS);
		const readLine = (line: string) => {
			lines.push(line);
			const origin = /^Minga: (http:\S+)$/.exec(line)?.[1];
			if (origin === undefined) return;
			clearTimeout(timer);
			resolve(origin.replace(/\/$/, ''));
		};
		for (const stream of [program.stdout, program.stderr]) if (stream) createInterface(stream).on('line', readLine);
		program.once('exit', () => {
			clearTimeout(timer);
			fail('The program ended');
		});
	});
}
