/** What is known for certain about the texts of a format. */
export interface FormatShape {
  /** A pattern that every text of the format matches. */
  readonly within?: string;
  /** Texts of the format, to try as witnesses. */
  readonly samples: readonly string[];
}

/**
 * Shapes of the formats that the validator knows: each is as wide as the format or wider. They let the engine prove that a
 * format excludes something; samples let it show that it does not. Source: JSON Schema Validation, section 7.3.
 */
export const formatShapes: ReadonlyMap<string, FormatShape> = new Map<string, FormatShape>([
  [
    'date-time',
    {
      within: String.raw`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$`,
      samples: ['2020-01-01T00:00:00Z', '1999-12-31T23:59:59.5+01:00', '2021-06-15T12:30:00.123Z'],
    },
  ],
  [
    'date',
    { within: String.raw`^\d{4}-\d\d-\d\d$`, samples: ['2020-01-01', '1999-12-31', '2024-02-29', '0001-01-01'] },
  ],
  [
    'time',
    {
      within: String.raw`^\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$`,
      samples: ['00:00:00Z', '23:59:59.5+01:00', '12:30:00Z'],
    },
  ],
  ['duration', { within: String.raw`^P[\dYMWDTHS.,]+$`, samples: ['P1D', 'PT0S', 'P1Y2M3DT4H5M6S', 'P2W'] }],
  ['email', { within: '^[^]+@[^]+$', samples: ['a@b.co', 'name@example.com'] }],
  ['idn-email', { within: '^[^]+@[^]+$', samples: ['a@b.co', 'name@example.com'] }],
  ['hostname', { within: String.raw`^[A-Za-z\d.-]{1,254}$`, samples: ['a', 'example.com', '1.2.3.4', 'a-b.example'] }],
  ['idn-hostname', { samples: ['a', 'example.com'] }],
  ['ipv4', { within: String.raw`^\d{1,3}(?:\.\d{1,3}){3}$`, samples: ['0.0.0.0', '127.0.0.1', '255.255.255.255'] }],
  ['ipv6', { within: String.raw`^[\dA-Fa-f:.]{2,45}$`, samples: ['::', '::1', '2001:db8::1', '::ffff:1.2.3.4'] }],
  [
    'uri',
    { within: '^[A-Za-z][A-Za-z0-9+.-]*:', samples: ['a:b', 'https://example.com/', 'urn:x:y', 'mailto:a@b.co'] },
  ],
  ['uri-reference', { samples: ['', 'a', '/a', 'https://example.com/', '#a'] }],
  ['iri', { within: '^[A-Za-z][A-Za-z0-9+.-]*:', samples: ['a:b', 'https://example.com/'] }],
  ['iri-reference', { samples: ['', 'a', '/a', 'https://example.com/'] }],
  ['uri-template', { samples: ['', 'a', 'https://example.com/{id}'] }],
  [
    'uuid',
    {
      within: String.raw`^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12}$`,
      samples: [
        '00000000-0000-0000-0000-000000000000',
        '123e4567-e89b-12d3-a456-426614174000',
        'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6',
      ],
    },
  ],
  ['json-pointer', { within: '^(?:/|$)', samples: ['', '/', '/a', '/a/0'] }],
  ['relative-json-pointer', { within: String.raw`^\d`, samples: ['0', '1', '0#', '1/a'] }],
  ['byte', { within: '^(?:[A-Za-z0-9+/=]{4})*$', samples: ['', 'YQ==', 'YWFh'] }],
  ['regex', { samples: ['', 'a', '^a$', '[0-9]+'] }],
]);

/** Texts of which each format refuses at least one: to show that a text need not have it. */
export const formless: readonly string[] = ['a b', '\\', '(', '{', '%', '-', '~'];
