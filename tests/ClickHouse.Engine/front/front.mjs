// ClickHouse's HTTP interface over the embedded engine: what Sessions.ClickHouse uses of it, one request at a time.
// Arguments: data folder, port (0: any). Prints the port on one line, and ends when its input ends.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Session } from 'chdb';

const session = new Session(process.argv[2]);
// What is not a setting of the engine: the statement itself, and how an HTTP server hands over its answer.
const transport = new Set([
  'query', 'database', 'default_format', 'wait_end_of_query', 'enable_http_compression', 'insert_deduplication_token',
]);
const current = new Map();

/** Settings stay as they are until a request names another value; the driver names the same ones each time. */
function set(name, value) {
  if (current.get(name) === value) return;
  session.query(name === 'USE' ? `USE \`${value}\`` : `SET ${name} = ${value}`);
  current.set(name, value);
}

function answer(request, chunks) {
  const parameters = new URL(request.url, 'http://localhost').searchParams;
  const raw = Buffer.concat(chunks);
  const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
  const bound = {};
  for (const [name, value] of parameters) {
    if (name.startsWith('param_')) bound[name.slice(6)] = value;
    else if (!transport.has(name)) set(name, value);
  }
  set('USE', parameters.get('database') ?? 'default');
  const insert = parameters.get('query');
  if (insert === null) {
    return Object.keys(bound).length > 0
      ? session.queryBind(body, bound, 'JSONCompactEachRow')
      : session.query(body, 'JSONCompactEachRow');
  }
  const token = parameters.get('insert_deduplication_token');
  const settings = token === null ? '' : ` SETTINGS insert_deduplication_token = '${token}'`;
  return session.query(`${insert.replace(/ FORMAT \w+$/, `${settings}$&`)}\n${body}`);
}

const server = createServer((request, response) => {
  if (request.url === '/ping') return response.end('Ok.\n');
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    try {
      response.end(answer(request, chunks));
    } catch (error) {
      const code = error.clickhouseCode ?? /Code: (\d+)/.exec(error.message)?.[1] ?? 0;
      response.writeHead(500, { 'X-ClickHouse-Exception-Code': String(code) });
      response.end(error.message);
    }
  });
});
server.listen(Number(process.argv[3] ?? 0), '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
