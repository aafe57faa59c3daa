import { formatDate, formatDistance, formatInstant, formatTime } from '#lib/app/format/dates.ts';
import { formatMoney, formatNumber, formatPercent, type Language, type Money } from '#lib/app/format/money.ts';
import { loadTexts, type Dictionary, type Slice } from './slices.ts';

export type { Dictionary, Language, Slice };

const SLOT = 'minga_language';
const LANGUAGES: readonly Language[] = ['es', 'en'];

/** Only the language on the screen is fetched: over a slow line its texts are a good part of the app. */
const APP = {
	es: async () => (await import('./es/index.ts')).es,
	en: async () => (await import('./en/index.ts')).en
};

const PROBLEMS = {
	es: async () => (await import('#lib/app/problems/es.ts')).problems,
	en: async () => (await import('#lib/app/problems/en.ts')).problems
};

/** The initial language: the one chosen before, else the first of the browser's languages that exists here. */
export function chooseLanguage(stored: string | null, wanted: readonly string[]): Language {
	const known = (text: string): Language | undefined => LANGUAGES.find((language) => text.toLowerCase().startsWith(language));
	if (stored && known(stored)) return known(stored) as Language;
	for (const text of wanted) {
		const found = known(text);
		if (found) return found;
	}
	return 'es';
}

class I18n {
	/** The language on the screen. */
	language = $state<Language>('es');
	/** The texts in that language. The first `load` of the app waits for `start`, so that no screen is drawn before. */
	t = $state.raw({} as Dictionary);
	#wanted: Language = 'es';
	#slices = new Set<Slice>();

	/** Switches the language. */
	async use(language: Language): Promise<void> {
		this.#wanted = language;
		await this.#fetch();
	}

	/**
	 * Loads the texts of these slices. The `load` function of a layout or page awaits this before anything of it is drawn;
	 * after a failure the next call tries again.
	 */
	async load(...slices: readonly Slice[]): Promise<void> {
		for (const slice of slices) this.#slices.add(slice);
		if (!slices.every((slice) => Object.hasOwn(this.t, slice))) await this.#fetch();
	}

	async #fetch(): Promise<void> {
		const language = this.#wanted;
		const slices = [...this.#slices];
		const [app, texts] = await Promise.all([APP[language](), loadTexts(slices, language)]);
		// Meanwhile another language or further slices were asked for: fetch those.
		if (language !== this.#wanted || slices.length !== this.#slices.size) return this.#fetch();
		const problems = this.language === language ? this.t.problems : undefined;
		this.t = { ...app, problems, ...texts } as Dictionary;
		this.language = language;
		document.documentElement.lang = language;
		if (!problems) void this.#fetchProblems(language);
	}

	/** Failing is no harm: until the next try, problems are described by their status. */
	async #fetchProblems(language: Language): Promise<void> {
		const problems = await PROBLEMS[language]().catch(() => undefined);
		if (problems && language === this.language) this.t = { ...this.t, problems };
	}

	/** Switches and remembers, also in a cookie so that mails and documents follow. */
	async choose(language: Language): Promise<void> {
		localStorage.setItem(SLOT, language);
		document.cookie = `${SLOT}=${language}; path=/; max-age=31536000; samesite=lax`;
		await this.use(language);
	}

	/** Uses the language of a mail's reader, unless another was chosen here. */
	async suggest(language: Language): Promise<void> {
		if (localStorage.getItem(SLOT) === null && language !== this.language) await this.use(language);
	}

	/** Sets the language at the start of the app. */
	async start(): Promise<void> {
		await this.use(chooseLanguage(localStorage.getItem(SLOT), navigator.languages));
	}

	money = (money: Money): string => formatMoney(money, this.language);
	number = (value: number, digits = 0): string => formatNumber(value, this.language, digits);
	percent = (value: number, digits = 0, least = 0): string => formatPercent(value, this.language, digits, least);
	date = (date: string, style?: Parameters<typeof formatDate>[2]): string => formatDate(date, this.language, style);
	instant = (instant: string, style?: Parameters<typeof formatInstant>[2]): string => formatInstant(instant, this.language, style);
	time = (instant: string): string => formatTime(instant, this.language);
	distance = (instant: string, now: Date): string => formatDistance(instant, now, this.language);
}

/** The language and texts of the app, as reactive state. */
export const i18n = new I18n();
