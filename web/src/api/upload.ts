// Sending a file so that it is known how far it is. XMLHttpRequest is the only way by which a browser tells.

/** The share that has been sent, 0 to 1. */
export type OnSent = (share: number) => void;

/** A `fetch` that sends the form in place of the request's body. */
export function sending(form: FormData, onSent: OnSent): (request: Request) => Promise<Response> {
  return (request) =>
    new Promise((done, fail) => {
      const transfer = new XMLHttpRequest();
      transfer.open(request.method, request.url);
      transfer.responseType = 'blob';
      // The browser writes the type of the form, with its boundary.
      request.headers.forEach((value, name) => name !== 'content-type' && transfer.setRequestHeader(name, value));
      transfer.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
      transfer.onload = () => done(answerOf(transfer));
      transfer.onerror = () => fail(new TypeError('the connection failed'));
      transfer.onabort = () => fail(new DOMException('given up', 'AbortError'));
      request.signal.addEventListener('abort', () => transfer.abort());
      transfer.send(form);
    });
}

function answerOf(transfer: XMLHttpRequest): Response {
  const headers = { 'content-type': transfer.getResponseHeader('content-type') ?? '' };
  const content: Blob = transfer.response;
  return new Response(content, { status: transfer.status, headers });
}
