import { formatDate, formatDistance, formatInstant, formatTime } from '#lib/app/format/dates.ts';
import { formatMoney, formatNumber, formatPercent, type Language, type Money } from '#lib/app/format/money.ts';
import type { Dictionary } from './es/index.ts';

export type { Dictionary, Language };

const SLOT = 'minga_language';
const LANGUAGES: readonly Language[] = ['es', 'en'];

/** Only the language that is spoken is fetched: over a slow line its texts are a good part of the app. */
const SHARED = {
	es: async () => (await import('./es/index.ts')).es,
	en: async () => (await import('./en/index.ts')).en
};

/** What only the cooperative reads is fetched behind its door. */
const OFFICE = {
	es: async () => (await import('./es/office.ts')).office,
	en: async () => (await import('./en/office.ts')).office
};

/** The language a visitor gets: what he chose before, else the first the browser asks for that we have. */
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
	/** All texts in that language. The app's first `load` waits for `start`, so no screen is drawn before they are there. */
	t = $state.raw({} as Dictionary);
	#wanted: Language = 'es';
	#office = false;
	#fetched: Promise<void> | undefined;

	/** Switches the language. */
	async use(language: Language): Promise<void> {
		this.#wanted = language;
		await this.#fill();
	}

	/**
	 * Fetches the cooperative's texts too. Its door waits for this before it draws anything, also whoever comes while
	 * they are under way; where they did not come, the next one asks again.
	 */
	async withOffice(): Promise<void> {
		this.#office = true;
		this.#fetched ??= this.#fill();
		try {
			await this.#fetched;
		} catch (fault) {
			this.#fetched = undefined;
			throw fault;
		}
	}

	async #fill(): Promise<void> {
		const [language, office] = [this.#wanted, this.#office];
		const [shared, more] = await Promise.all([SHARED[language](), office ? OFFICE[language]() : {}]);
		// Something else was asked for meanwhile: fill in that.
		if (language !== this.#wanted || office !== this.#office) return this.#fill();
		this.t = { ...shared, ...more } as Dictionary;
		this.language = language;
		document.documentElement.lang = language;
	}

	/** Switches and remembers, also in a cookie so that mails and documents follow. */
	async choose(language: Language): Promise<void> {
		localStorage.setItem(SLOT, language);
		document.cookie = `${SLOT}=${language}; path=/; max-age=31536000; samesite=lax`;
		await this.use(language);
	}

	/** Speaks the language of a letter's reader, unless another was chosen here. */
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

/** The one language of the app; reading it in a component keeps the component up to date. */
export const i18n = new I18n();
