import { error, redirect } from '@sveltejs/kit';
import { goto } from '$app/navigation';
import { whenSignedOut } from '#lib/app/api/client.ts';
import * as identityApi from '#lib/identity/api.ts';
import { ProblemError, type Problem } from '#lib/app/api/problem.ts';
import { attempt, orThrow, type Result } from '#lib/app/api/result.ts';
import { i18n, type Language } from '#lib/app/i18n/index.svelte.ts';
import { activeOrganisation, entryFor, signInAddress, type OrganisationKind, type Session } from './areas.ts';

const SLOT = 'minga:signed-in';
/** The language that was chosen here and is not saved on the server yet. */
const UNSAVED_LANGUAGE = 'minga:unsaved-language';

/** Who is signed in. One per app; every area loads it before it is drawn. */
class SessionState {
	/** The session, or null for a visitor. */
	detail = $state.raw<Session | null>(null);
	/** Whether a session on this device has expired. */
	expired = $state(false);
	#known = false;
	#saving: Promise<void> | null = null;

	/** The organisation the person acts for. */
	get organisation() {
		return this.detail ? activeOrganisation(this.detail) : undefined;
	}

	/** Loads the session once; null for a visitor. Throws if there was no response. */
	async load(): Promise<Session | null> {
		if (this.#known) return this.detail;
		const result = await attempt(identityApi.getSession());
		if (result.ok) return this.start(result.data);
		if (result.problem.status !== 401) throw new ProblemError(result.problem);
		if (localStorage.getItem(SLOT) !== null) this.expired = true;
		this.end();
		return null;
	}

	/** As `load`, for public pages: visitors who never signed in on this device cost no request. */
	async loadIfKnown(): Promise<void> {
		if (localStorage.getItem(SLOT) === null) return;
		await this.load().catch(() => null);
	}

	/**
	 * Starts a session that the server has just returned, in the language of its person. Over a slow line the page may
	 * be reloaded before the server has saved a language that was chosen here.
	 */
	start(detail: Session): Session {
		this.detail = detail;
		this.expired = false;
		this.#known = true;
		localStorage.setItem(SLOT, '1');
		const unsaved = localStorage.getItem(UNSAVED_LANGUAGE) as Language | null;
		if (unsaved) void this.changeLanguage(unsaved);
		else if (detail.person.language !== i18n.language) void i18n.choose(detail.person.language);
		return detail;
	}

	/** Forgets who was signed in. */
	end(): void {
		this.detail = null;
		this.#known = true;
		localStorage.removeItem(SLOT);
		localStorage.removeItem(UNSAVED_LANGUAGE);
	}

	/** Signs out and goes to the home page; returns the problem if that failed. */
	async signOut(): Promise<Problem | null> {
		const result = await attempt(identityApi.signOut());
		if (!result.ok && result.problem.status !== 401) return result.problem;
		await goto('/');
		this.end();
		return null;
	}

	/** Acts for another of the person's organisations from now on. */
	async switchTo(organisation_id: string): Promise<Result<Session>> {
		const result = await attempt(identityApi.switchOrganisation({ body: { organisation_id } }));
		if (result.ok) this.start(result.data);
		return result;
	}

	/** Changes the language of the screen, and of mails where somebody is signed in. */
	async changeLanguage(language: Language): Promise<void> {
		if (this.detail) localStorage.setItem(UNSAVED_LANGUAGE, language);
		await i18n.choose(language);
		this.#saving ??= this.#saveLanguage().finally(() => (this.#saving = null));
		await this.#saving;
	}

	/** Saves the unsaved language, one request after the other, because over a slow line an earlier one could arrive last. */
	async #saveLanguage(): Promise<void> {
		for (;;) {
			const language = localStorage.getItem(UNSAVED_LANGUAGE) as Language | null;
			if (language === null) return;
			const result = await attempt(identityApi.updateLanguage({ body: { language } }));
			if (!result.ok || !this.detail) return;
			this.detail = result.data;
			if (localStorage.getItem(UNSAVED_LANGUAGE) === language) localStorage.removeItem(UNSAVED_LANGUAGE);
		}
	}

	/** For the `load` function of an area: returns if the person may enter, else redirects to the sign-in page and back. */
	async enter(area: OrganisationKind, url: URL): Promise<void> {
		const detail = await this.load();
		if (!detail) redirect(307, signInAddress(url.pathname + url.search));
		const entry = entryFor(detail, area);
		if (entry.go === 'refused') error(403, 'forbidden');
		if (entry.go === 'switch') {
			this.start(await orThrow(identityApi.switchOrganisation({ body: { organisation_id: entry.to } })));
		}
	}
}

export const session = new SessionState();

whenSignedOut(() => {
	if (!session.detail) return;
	session.expired = true;
	session.end();
	void goto(signInAddress(location.pathname + location.search));
});
