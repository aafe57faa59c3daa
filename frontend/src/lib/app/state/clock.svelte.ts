/** The time of this device, coarse: for "closes in 3 hours". Create it while a component is initialised. */
export class Clock {
	/** Milliseconds since 1970. */
	ms = $state(Date.now());

	constructor(everyMs = 30_000) {
		$effect(() => {
			const timer = setInterval(() => (this.ms = Date.now()), everyMs);
			return () => clearInterval(timer);
		});
	}
}
