import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isFormat, numberFormats, stringFormats } from '../../src/json-schema/formats.ts';

/** For each format texts that have it and texts that have not; the sections are those of the RFCs that the code names. */
const cases: Record<string, { valid: readonly string[]; invalid: readonly string[] }> = {
  'date-time': {
    valid: [
      '1985-04-12T23:20:50.52Z',
      '1996-12-19T16:39:57-08:00',
      '1990-12-31T23:59:60Z',
      '1990-12-31T15:59:60-08:00',
      '1937-01-01T12:00:27.87+00:20',
      '2022-05-19t10:00:00z',
      '2000-02-29T00:00:00Z',
      '2022-05-19T10:00:00.123456789+23:59',
      '0000-01-01T00:00:00-00:00',
    ],
    invalid: [
      '',
      '2022-05-19',
      '2022-05-19T10:00',
      '2022-05-19T10:00:00',
      '2022-05-19 10:00:00Z',
      '2022-05-19T10:00:00.Z',
      '2022-05-19T24:00:00Z',
      '2022-05-19T10:60:00Z',
      '2022-05-19T10:00:61Z',
      '2022-05-19T10:00:60Z',
      '1998-12-31T22:59:60Z',
      '1998-12-31T23:58:60Z',
      '2022-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2022-13-01T00:00:00Z',
      '2022-00-01T00:00:00Z',
      '2022-04-31T00:00:00Z',
      '2022-01-00T00:00:00Z',
      '2022-05-19T10:00:00+2:00',
      '2022-05-19T10:00:00+24:00',
      '2022-05-19T10:00:00+02:60',
      '2022-05-19T10:00:00+0200',
      '2022-05-19T10:00:00Z ',
      '2022-05-19T10:00:00Z+02:00',
      '2022-05-1\u0669T10:00:00Z',
      '22-05-19T10:00:00Z',
      '2022-5-19T10:00:00Z',
      '06/19/1963 08:30:06 PST',
      '2013-350T01:01:01',
    ],
  },
  date: {
    valid: ['1963-06-19', '2020-02-29', '2000-02-29'],
    invalid: [
      '',
      '2021-02-29',
      '1963-6-19',
      '1963-06-31',
      '06/19/1963',
      '2013-350',
      '1963-06-1',
      '1963-06-19T',
      '2023-W01',
      '1963-06-1৪',
      '-001-01-01',
    ],
  },
  time: {
    valid: [
      '08:30:06Z',
      '08:30:06.283185Z',
      '23:59:60Z',
      '23:29:60+23:30',
      '01:29:60+01:30',
      '08:30:06+00:20',
      '08:30:06-08:00',
      '08:30:06z',
      '00:29:60+00:30',
    ],
    invalid: [
      '',
      '08:30:06',
      '08:30Z',
      '8:30:06Z',
      '08:30:06 PST',
      '22:59:60Z',
      '23:59:60+01:00',
      '24:00:00Z',
      '08:30:06-8:000',
      '01:01:01,1111Z',
      '08:30:06#00:20',
      '12:00:00Z1',
      '1২:00:00Z',
    ],
  },
  duration: {
    valid: ['P4DT12H30M5S', 'P4Y', 'PT0S', 'P0D', 'P1M', 'PT1M', 'PT36H', 'P1DT12H', 'P2W', 'PT1H5S', 'P1Y2D'],
    invalid: [
      '',
      'P',
      'PT',
      'PT1D',
      '4DT12H30M5S',
      'P1YT',
      'P2D1Y',
      'P1D2H',
      'P2S',
      'P1',
      'P1Y2W',
      'P-1D',
      'P1.5D',
      'p1d',
      'P٢Y',
      'P1DT',
      'PT1S1M',
    ],
  },
  email: {
    valid: [
      'joe.bloggs@example.com',
      'te~st@example.com',
      '~test@example.com',
      "o'neil+tag@example.co.uk",
      '"joe bloggs"@example.com',
      '"joe..bloggs"@example.com',
      '"joe@bloggs"@example.com',
      'joe@localhost',
      'joe.bloggs@[127.0.0.1]',
      'joe.bloggs@[IPv6:::1]',
      `${'a'.repeat(64)}@example.com`,
    ],
    invalid: [
      '',
      '2962',
      '@example.com',
      'joe@',
      '.test@example.com',
      'test.@example.com',
      'te..st@example.com',
      'joe bloggs@example.com',
      'joe.bloggs@invalid=domain.com',
      'joe.bloggs@[127.0.0.300]',
      'joe.bloggs@[IPv6:1]',
      'joe@-example.com',
      'joe@example-.com',
      'joe@example..com',
      'joe@example.com.',
      'user1@oceania.org, user2@oceania.org',
      '"Winston Smith" <winston.smith@recdep.minitrue>',
      'jöe@example.com',
      `${'a'.repeat(65)}@example.com`,
      'joe@exa_mple.com',
      `a@${'b'.repeat(64)}.com`,
    ],
  },
  'idn-email': {
    valid: ['실례@실례.테스트', 'joe.bloggs@example.com', 'jöe@bücher.example'],
    invalid: ['2962', 'a b@example.com', '@실례.테스트', 'é..é@example.com'],
  },
  hostname: {
    valid: [
      'www.example.com',
      'localhost',
      'xn--4gbwdl.xn--wgbh1c',
      'a',
      '1host',
      'hostnam3',
      `${'a'.repeat(63)}.com`,
      'host-name',
      '123',
    ],
    invalid: [
      '',
      '-a-host-name-that-starts-with--',
      'not_a_valid_host_name',
      'a'.repeat(64),
      'hostname.',
      '.hostname',
      '.',
      'host..name',
      'host-',
      'hostname with spaces',
      'exämple.com',
      `${'abcdefghi.'.repeat(25)}com.org`,
    ],
  },
  'idn-hostname': {
    valid: ['실례.테스트', '실〮례.테스트'.replace('〮', ''), 'example.com', 'bücher.example', '例え。テスト'],
    invalid: ['', '-실례', '실례-', '〮실례', 'a_b.example', 'é'.repeat(64), 'éé--é'],
  },
  ipv4: {
    valid: ['192.168.0.1', '0.0.0.0', '255.255.255.255'],
    invalid: [
      '',
      '127.0.0.0.1',
      '256.256.256.256',
      '127.0',
      '0x7f000001',
      '2130706433',
      '087.10.0.1',
      '01.2.3.4',
      '127.0.0.1/24',
      '1.2.3.',
      '.1.2.3',
      '1.2.3.4 ',
      '1২7.0.0.1',
    ],
  },
  ipv6: {
    valid: [
      '::1',
      '::',
      '::abef',
      '2001:db8::1',
      '1:2:3:4:5:6:7:8',
      '::ffff:192.168.0.1',
      '1::d6:192.168.0.1',
      '1:2:3:4:5:6:1.2.3.4',
      '1::2:3:4:5:6:7',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      'd6::',
    ],
    invalid: [
      '',
      ':',
      ':::',
      '12345::',
      '::abcef',
      '1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1',
      '::laptop',
      ':2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7:',
      '1::2::3',
      '1:2:3:4:5:6:7:8::',
      '1:2:3',
      '1:2:3:4:5:::8',
      '::ffff:192.168.0.256',
      '1.2.3.4::',
      '1:2:3:4:5:6:7:1.2.3.4',
      '::1%eth1',
      '::1/64',
      '1:2:3:4::5:6:7:8',
      ' ::1',
      "'::1'",
      '::1২',
    ],
  },
  uri: {
    valid: [
      'http://foo.bar/?baz=qux#quux',
      'http://foo.com/blah_(wikipedia)_blah#cite-1',
      'http://foo.bar/?q=Test%20URL-encoded%20stuff',
      'http://xn--nw2a.xn--j6w193g/',
      "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
      'http://223.255.255.254',
      'ftp://ftp.is.co.za/rfc/rfc1808.txt',
      'ldap://[2001:db8::7]/c=GB?objectClass?one',
      'mailto:John.Doe@example.com',
      'news:comp.infosystems.www.servers.unix',
      'tel:+1-816-555-1212',
      'telnet://192.0.2.16:80/',
      'urn:oasis:names:specification:docbook:dtd:xml:4.1.2',
      'http://example.com:/',
      'file:///etc/hosts',
      'http://[v1.a:b]/',
      'a:',
      'HTTP://EXAMPLE.COM/%7Euser',
      'http:///path',
    ],
    invalid: [
      '',
      '//foo.bar/?baz=qux#quux',
      '/abc',
      '\\\\WINDOWS\\fileshare',
      'abc',
      'http:// shouldfail.com',
      ':// should fail',
      'bar,baz:',
      'http://foo.bar/?q=<x>',
      'http://a.b/{id}',
      'http://a.b/%zz',
      'http://a.b/%2',
      'http://a.b/é',
      'http://[::1',
      'http://[12345::]/',
      'http://a.b:80a/',
      'http://a.b/#a#b',
      '1http://a.b',
      'http://a.b/"',
      'http://a.b/\\',
      'http://a.b/^',
      'http://a.b/`',
      'http://a.b/|',
      'https://[@example.org/test.txt',
      'http://example.com/\n',
    ],
  },
  'uri-reference': {
    valid: [
      '',
      'http://foo.bar/?baz=qux#quux',
      '//foo.bar/?baz',
      '/abc',
      'abc',
      '#fragment',
      '?q',
      './a:b',
      'a/b:c',
      '../up',
    ],
    invalid: ['\\\\WINDOWS\\fileshare', '#frag\\ment', 'a b', '1:b', '%', '/a%2', 'é', '//[::1'],
  },
  iri: {
    valid: [
      'http://ƒøø.ßår/?∂éœ=πîx#πîüx',
      'http://example.com/é',
      'http://[2001:0db8:85a3:0000:0000:8a2e:0370:7334]',
      'http://a/?\ue000',
    ],
    invalid: [
      '',
      '/abc',
      'http://2001:0db8:85a3:0000:0000:8a2e:0370:7334',
      'âππ',
      'http://a/\ue000',
      'http://a/ b',
      'http://a/\ud800',
    ],
  },
  'iri-reference': {
    valid: ['', '//ƒøø.ßår/?∂éœ=πîx#πîüx', '/âππ', 'âππ', '#ƒrägmênt'],
    invalid: ['\\\\WINDOWS\\filëßåré', '#ƒräg\\mênt', 'a b'],
  },
  'uri-template': {
    valid: [
      '',
      'http://example.com/dictionary/{term:1}/{term}',
      '{+path,x}/here',
      '{#x,hello,y}',
      '{?x,y*}',
      'plain',
      '{a.b}',
      '{%41}',
      'é',
    ],
    invalid: [
      'http://example.com/dictionary/{term:1}/{term',
      '{',
      '}',
      '{}',
      '{a b}',
      '{x:0}',
      '{x:10000}',
      '{^x}',
      'a b',
      '<',
      '%zz',
      '{a}}',
    ],
  },
  uuid: {
    valid: [
      '2eb8aa08-aa98-11ea-b4aa-73b441d16380',
      '2EB8AA08-AA98-11EA-B4AA-73B441D16380',
      '00000000-0000-0000-0000-000000000000',
      '99c17cbb-656f-964a-940f-1a4568f03487',
    ],
    invalid: [
      '',
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638',
      '2eb8aa08-aa98-11ea-73b441d16380',
      '2eb8aa08-aa98-11ea-b4ga-73b441d16380',
      '2eb8aa08aa9811eab4aa73b441d16380',
      '2eb8aa08aa98-11ea-b4aa73b441d16380----',
      '2eb8-aa08-aa98-11ea-b4aa73b44-1d16380',
      '{2eb8aa08-aa98-11ea-b4aa-73b441d16380}',
      'urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380',
      '２eb8aa08-aa98-11ea-b4aa-73b441d16380',
    ],
  },
  'json-pointer': {
    valid: ['', '/', '/foo', '/foo/0', '/a~1b', '/m~0n', '/ ', '/foo/-', '/~1~0~0~1~1', '/~01'],
    invalid: ['foo', '/~', '/~2', '/~0~', '#', '#/', '#a', '/foo~'],
  },
  'relative-json-pointer': {
    valid: ['1', '0/foo/bar', '2/0/baz/1/zip', '0#', '120/foo/bar'],
    invalid: ['', '/foo/bar', '-1/foo', '+1/foo', '0##', '01/a', '01#', '1a', '0/~'],
  },
  regex: { valid: ['', '([abc])+\\s+$', '^\\p{L}$'], invalid: ['^(abc]', '\\a', '(?P<n>a)', '*'] },
  byte: { valid: ['', 'QQ==', 'QUI=', 'QUJD', 'a+/b'], invalid: ['Q', 'QQ', 'QQ=', 'Q===', 'Q-_=', 'QQ==\n'] },
};

describe.each(Object.entries(cases))('%s', (name, { valid, invalid }) => {
  test.each(valid)('accepts %j', (text) => expect(isFormat(name, text)).toBe(true));
  test.each(invalid)('refuses %j', (text) => expect(isFormat(name, text)).toBe(false));
});

test('every format of strings has its cases', () => {
  expect([...stringFormats.keys()].filter((name) => !Object.hasOwn(cases, name))).toEqual(['binary', 'password']);
});

test.each([
  ['int32', [0, -(2 ** 31), 2 ** 31 - 1], [0.5, 2 ** 31, -(2 ** 31) - 1, Infinity]],
  ['int64', [0, 2 ** 53 + 2, 2 ** 63, -(2 ** 63), 3725551210111], [0.5, 2 ** 64, -(2 ** 64), Infinity]],
  ['float', [0.1, 3.4e38], [3.5e38, Infinity]],
  ['double', [0.1, 1e308], [Infinity]],
])('%s', (name, valid, invalid) => {
  for (const value of valid) expect(isFormat(name, value)).toBe(true);
  for (const value of invalid) expect(isFormat(name, value)).toBe(false);
});

it('says nothing about other types and unknown formats', () => {
  expect(isFormat('date', 5)).toBe(true);
  expect(isFormat('int32', 'a')).toBe(true);
  expect(isFormat('unheard-of', 'a')).toBe(true);
  expect(isFormat('constructor', 'a')).toBe(true);
  expect(isFormat('date', null)).toBe(true);
});

it('takes linear time over hostile text', () => {
  const units = ['a', '1', '.', ':', '/', '%41', '@', '-', '{a}', '~0', 'P1', '[', 'é', '"', '=', '#', '?'];
  for (const [name, check] of stringFormats) {
    for (const unit of units) {
      const started = performance.now();
      check(unit.repeat(20_000));
      check(`http://${unit.repeat(20_000)}\n`);
      check(`a@${unit.repeat(20_000)}!`);
      expect([name, unit, performance.now() - started < 500]).toEqual([name, unit, true]);
    }
  }
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(...stringFormats.keys()), fc.string({ unit: 'binary' }), (name, text) => {
      expect(typeof isFormat(name, text)).toBe('boolean');
    }),
  );
  expect([...numberFormats.keys()]).toEqual(['int32', 'int64', 'float', 'double']);
});

it('agrees with the calendar', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') }),
      (date) => {
        expect(isFormat('date-time', date.toISOString())).toBe(true);
        expect(isFormat('date', date.toISOString().slice(0, 10))).toBe(true);
      },
    ),
  );
});

it('knows the days of every month, in every kind of year', () => {
  for (const year of ['0000', '1900', '1999', '2000', '2023', '2024']) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const time = Date.parse(`${date}T00:00:00Z`);
        const isReal = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
        expect([date, isFormat('date', date)]).toEqual([date, isReal]);
        expect([date, isFormat('date-time', `${date}T23:59:59.5Z`)]).toEqual([date, isReal]);
        expect([date, isFormat('date-time', `${date}t23:59:59-00:00`)]).toEqual([date, isReal]);
      }
    }
  }
});
