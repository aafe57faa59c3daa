/** What is wrong with any page, whatever it says: it is wider than the window, or somebody who does not see is lost. */
import type { Page } from 'playwright-core';

/** The faults of the page as it stands, one sentence each. */
export function pageErrorsOf(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const faults: string[] = [];
		const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true });
		const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isVisible);
		const tell = (element: Element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 160);
		const textOf = (ids: string | null) =>
			(ids ?? '')
				.split(/\s+/)
				.map((id) => document.getElementById(id)?.textContent ?? '')
				.join(' ')
				.trim();
		const nameOf = (element: HTMLElement) =>
			element.getAttribute('aria-label')?.trim() ||
			textOf(element.getAttribute('aria-labelledby')) ||
			[...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent.trim()).join(' ');

		const wide = document.documentElement.scrollWidth - window.innerWidth;
		if (wide > 0) {
			const culprit = all('body *').find((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
			faults.push(`${wide} px wider than the window of ${window.innerWidth} px${culprit ? `: ${tell(culprit)}` : ''}`);
		}
		for (const field of all('input:not([type=hidden]), select, textarea')) {
			if (!nameOf(field)) faults.push(`a field without a label: ${tell(field)}`);
		}
		for (const button of all('button, a[href], summary')) {
			const image = button.querySelector('img[alt], svg[aria-label]');
			if (!nameOf(button) && !button.textContent.trim() && !image) faults.push(`a button without words: ${tell(button)}`);
		}
		for (const element of all('[onclick], [role=button]')) {
			if (element.tabIndex < 0) faults.push(`out of the keyboard's reach: ${tell(element)}`);
		}
		for (const image of all('img:not([alt])')) faults.push(`a picture without words: ${tell(image)}`);
		if (all('h1').length !== 1) faults.push(`${all('h1').length} main headings`);
		if (!document.documentElement.lang) faults.push('a page without its language');
		const words = document.body.innerText;
		const raw = /\b(undefined|NaN|\[object \w+\]|Invalid Date)\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/.exec(words);
		if (raw) faults.push(`raw text on the screen: ${raw[0]}`);
		// Columns of a file are called by their names; nothing else is.
		const spoken = all('main, [role=dialog]')
			.map((part) => part.innerText)
			.join('\n');
		const named = all('code')
			.map((part) => part.innerText)
			.join(' ');
		const code = [...spoken.matchAll(/(?<![\w/.@#-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w@])/g)].find(([word]) => !named.includes(word));
		if (code) faults.push(`a code on the screen: ${code[0]}`);
		return faults;
	});
}
