/** Load from a process of its own: prints how many answers a second came. `get-load.ts <url> <seconds> <path>...` */
import { measureLoad } from '../lib/http-load.ts';

const [url = '', seconds = '3', ...paths] = process.argv.slice(2);
const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`));
console.log(await measureLoad(url, requests, Number(seconds)));
