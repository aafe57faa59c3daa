declare global {
	namespace App {
		// interface PageState {}
	}
}

export {};
