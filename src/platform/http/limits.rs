//! Every limit of the platform: texts, lists, bodies, pages, connections and timeouts. A value above a limit is refused
//! with an error that contains the limit, never truncated.

use std::time::Duration;

/// Bytes of a JSON body, and of every body that is not an upload.
pub const JSON_BODY: usize = 64 * 1024;
/// Bytes of an upload: a photo, a document, a file of arrivals or of bank lines.
pub const UPLOAD_BODY: usize = 8 * 1024 * 1024;
/// Photos of one product.
pub const PHOTOS: usize = 8;
/// Pixels on the longer side of an uploaded photo.
pub const PHOTO_SIDE: u32 = 12_000;
/// Pixels on the shorter side of an uploaded photo, at least.
pub const PHOTO_MIN_SIDE: u32 = 200;
/// Pixels of an uploaded photo: cameras of phones take 12 to 24 million.
pub const PHOTO_PIXELS: u64 = 30_000_000;
/// Bytes that a photo may take while it is decoded.
pub const PHOTO_MEMORY: u64 = 256 * 1024 * 1024;
/// How long an upload waits for the photos before it, of which one is decoded at a time.
pub const PHOTO_TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout for a body, from the end of the request's head.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout for an upload: 8 MiB at 28 kB/s, a slow mobile connection.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(300);

/// Rows of a page by default.
pub const PAGE_DEFAULT: u64 = 50;
/// Rows of a page, at most.
pub const PAGE: u64 = 200;
/// Characters of a cursor.
pub const CURSOR: usize = 512;
/// Lines of one order, invoice or other document in one request.
pub const LINES: usize = 200;
/// Elements of any other list in one request: tags, documents, dates.
pub const LIST: usize = 100;
/// Rows of one imported file.
pub const IMPORT_ROWS: usize = 20_000;
/// Rows of one file that an operator imports by the command line.
pub const OPERATOR_IMPORT_ROWS: usize = 1_000_000;

/// Characters of a name on one line.
pub const NAME: usize = 120;
/// Characters of a short text on one line: a title, an address.
pub const LINE: usize = 200;
/// Characters of a note, a reason or a message.
pub const NOTE: usize = 1_000;
/// Characters of a story or another long text.
pub const STORY: usize = 10_000;
/// Characters of an e-mail address (RFC 5321, section 4.5.3.1).
pub const EMAIL: usize = 254;
/// Characters of a search.
pub const SEARCH: usize = 100;
/// Characters of a pasted order.
pub const ORDER_TEXT: usize = 10_000;
/// Characters of an idempotency key.
pub const IDEMPOTENCY_KEY: usize = 255;
/// How long the response of an idempotency key is stored.
pub const IDEMPOTENCY_RETENTION: Duration = Duration::from_secs(24 * 60 * 60);
/// Field errors in one problem response.
pub const FIELD_ERRORS: usize = 20;
/// Depth to which a body is searched for field errors.
pub const JSON_DEPTH: usize = 16;

/// Open connections, at most; fewer if the process may open fewer files.
pub const CONNECTIONS: usize = 1_024;
/// Open connections of one address (IPv6: of one /64 network).
pub const CONNECTIONS_PER_ADDRESS: usize = 64;
/// Open connections from this machine, or from one trusted proxy.
pub const CONNECTIONS_PER_PROXY: usize = 1_024;
/// Open connections to the address of the metrics.
pub const METRICS_CONNECTIONS: usize = 16;
/// How long a connection may wait for its client while others need its slot.
pub const SILENCE: Duration = Duration::from_secs(1);
/// Timeout for a request's head, from accepting the connection or from the previous response.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Timeout for a client that reads nothing of its response.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Headers of one request.
pub const HEADERS: usize = 64;
/// Bytes of a connection's read buffer, and so of a request's head.
pub const HEAD: usize = 32 * 1024;
/// Pause after accepting failed, so that a process without file descriptors does not loop.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(75);
/// How long open requests may go on when the server stops.
pub const DRAIN: Duration = Duration::from_secs(8);
