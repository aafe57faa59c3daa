/**
 * A `fetch` that reports how much of `body` was sent, from 0 to 1: the browser's own reports nothing of an upload. It
 * rejects where the server is not reached, as the browser's does.
 */
export function uploadFetch(body: Blob, progress: (sent: number) => void): (request: Request) => Promise<Response> {
	return (request) =>
		new Promise((resolve, reject) => {
			const call = new XMLHttpRequest();
			call.open(request.method, request.url);
			call.responseType = 'text';
			request.headers.forEach((value, name) => call.setRequestHeader(name, value));
			call.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
			call.onload = () => resolve(new Response(call.responseText || null, { status: call.status, headers: headersOf(call) }));
			call.onerror = () => reject(new TypeError('The server was not reached.'));
			call.send(body);
		});
}

function headersOf(call: XMLHttpRequest): Headers {
	const headers = new Headers();
	for (const line of call.getAllResponseHeaders().trim().split('\r\n')) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
	}
	return headers;
}
