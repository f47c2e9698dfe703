import type { CaptureFormat } from './format.ts';
import { harFormat } from './har.ts';
import { httpFormat } from './http.ts';
import { jsonFormat } from './json.ts';
import { ndjsonFormat } from './ndjson.ts';
import { ngrokFormat } from './ngrok.ts';
import { webhookSiteFormat } from './webhook-site.ts';

/** The formats that come with counterfoil, in the order in which content is tried: the more telling first. */
export const captureFormats: readonly CaptureFormat[] = [
  httpFormat,
  harFormat,
  ngrokFormat,
  webhookSiteFormat,
  ndjsonFormat,
  jsonFormat,
];
