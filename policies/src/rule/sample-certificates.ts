// Certificates for the examples of rules and for tests. Their private keys were thrown away.

const pem = (lines: readonly string[]) =>
  `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;

const deviceRootLines = [
  'MIIB0zCCAXmgAwIBAgIUTrhYwaJNDqwx0pGoMA9XRuqWYjswCgYIKoZIzj0EAwIwNjEWMBQGA1UECgwNRXhhbXBsZSBQbGFu',
  'dDEcMBoGA1UEAwwTRXhhbXBsZSBEZXZpY2UgUm9vdDAgFw0yNjExMjQwMjU1MjhaGA8yMTI2MTAzMTAyNTUyOFowNjEWMBQG',
  'A1UECgwNRXhhbXBsZSBQbGFudDEcMBoGA1UEAwwTRXhhbXBsZSBEZXZpY2UgUm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEH',
  'A0IABJEyy2gZRjJsqULQ4pi46IKy81E0cP7na0iyl19oBzPwbqMrbiw/rm3Kfe2NZQsgNyYkSGqqIRRbcTTwuxiVduKjYzBh',
  'MB0GA1UdDgQWBBQURaCfd1UU+nrhTmzbRV2oMmrJBTAfBgNVHSMEGDAWgBQURaCfd1UU+nrhTmzbRV2oMmrJBTAPBgNVHRMB',
  'Af8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAgNIADBFAiAEHo8DXeUybUwzoVzLs4O0S9+ttf0b3jdt0kQ9',
  'Uh7iXQIhAIGk17OiuA93dyP5aaghJ6v5UbDYhNCKkNlZrnsL0oVN',
];

/** A CA on the curve P-256, signed with SHA-256, valid until 2126: as PEM text. */
export const deviceRootPem = pem(deviceRootLines);

/** A CA on the curve P-256, signed with SHA-256, valid until 2126: as base64 of its DER bytes. */
export const deviceRootBase64 = deviceRootLines.join('');

const gatewayRootLines = [
  'MIIDUTCCAjmgAwIBAgIUF1+DnM3SHoSwjVD2YRiCQwI14jYwDQYJKoZIhvcNAQELBQAwNzEWMBQGA1UECgwNRXhhbXBsZSBQ',
  'bGFudDEdMBsGA1UEAwwURXhhbXBsZSBHYXRld2F5IFJvb3QwIBcNMjYxMTI0MDI1NTI4WhgPMjEyNjEwMzEwMjU1MjhaMDcx',
  'FjAUBgNVBAoMDUV4YW1wbGUgUGxhbnQxHTAbBgNVBAMMFEV4YW1wbGUgR2F0ZXdheSBSb290MIIBIjANBgkqhkiG9w0BAQEF',
  'AAOCAQ8AMIIBCgKCAQEAw/maadBmnGS4w3Hc8GCIyHSuhJV0bYJE2RuFuDIAtzHfNijF5Myea0f/oPTh4Jrjy/XjJtBQ8ra/',
  '/LlRujLjYnGVyu0j00qikVuMrSI0T6sFidhk/4/IUx5Yk/9JLggj14H5CIjiNrixdVy8V3pTtm44hjfNU0Y23bdaNI1SRDU6',
  'S24DDOLOOjoRXNMW46kUpC02/XAn2vKCL4cnv1fWZgDelkgtJqWKlFjNiQQcoyT+DLw+peh1tRNP7JQ8Xa61OrPb0ytVlwV0',
  'YFUq8uMStEmepj66iOUAFUIEREK2VIx8mOhe8qdWLs/W/m7T8DADXCeqh0zJUmUFEa7w3lfIuwIDAQABo1MwUTAdBgNVHQ4E',
  'FgQUR3vdsfxeZSrDJeerid3OGxxMezYwHwYDVR0jBBgwFoAUR3vdsfxeZSrDJeerid3OGxxMezYwDwYDVR0TAQH/BAUwAwEB',
  '/zANBgkqhkiG9w0BAQsFAAOCAQEArHviLlt889Q1C6FiX2JkRzZH2tJqADnDaqQhMHn2452zX85Du1j9OKPIkp4ZMZy08/Fe',
  'T9Ae0N0kEE9G944sa2mG6JoFMEvylIeEKNMNF8EGsCfvLjK91Mn2MnwHBoWxjcFyYISz4deFP0MVaVD/KWhOLbt6TOim9DVP',
  'wrBKGeP31UePZ3ru5Sdx4SPs/1Xg70DCRvIr1mWxpHm8iZlZVflyRhYkpt/qH254Mf1LipO1ojOh2bCMxVCsF//PlZN0TAtu',
  'zttcnhDdWB93C25MCzEkq6wocYRI4lA2rs3ZzGHrYJM92sSbiJeQ9PEhCV/AjIa/PZTaH2M4cD54FiAWzA==',
];

/** A CA with 2048 bits RSA, signed with SHA-256, valid until 2126: as PEM text. */
export const gatewayRootPem = pem(gatewayRootLines);

/** A CA with 2048 bits RSA, signed with SHA-256, valid until 2126: as base64 of its DER bytes. */
export const gatewayRootBase64 = gatewayRootLines.join('');

const legacyRootLines = [
  'MIICSjCCAbOgAwIBAgIUIt01BMVf1MszSa+AXkmeEOgKUG0wDQYJKoZIhvcNAQEFBQAwNjEWMBQGA1UECgwNRXhhbXBsZSBQ',
  'bGFudDEcMBoGA1UEAwwTRXhhbXBsZSBMZWdhY3kgUm9vdDAgFw0yNjExMjQwMjU1MjhaGA8yMTI2MTAzMTAyNTUyOFowNjEW',
  'MBQGA1UECgwNRXhhbXBsZSBQbGFudDEcMBoGA1UEAwwTRXhhbXBsZSBMZWdhY3kgUm9vdDCBnzANBgkqhkiG9w0BAQEFAAOB',
  'jQAwgYkCgYEA4Melga+8IMLXPTO3kAuvDbB4D2Nfqco22IZDBQrse1SU63gq+8uAbXo0LhoM87jRkl2+ReFpRNjWSnR4V0zj',
  'DYLCMpDbxACShkK04+tIrpU9p9QhwVnJ0AYCXM/jBH/L+kbHzHS9AlCgxQlxejWMDOSOoLIUo1AehHz5Hcsg/SUCAwEAAaNT',
  'MFEwHQYDVR0OBBYEFEHK5wDOtEM6tJQB28zKkHM6t3B9MB8GA1UdIwQYMBaAFEHK5wDOtEM6tJQB28zKkHM6t3B9MA8GA1Ud',
  'EwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEFBQADgYEAff4AN8aO2Of+WsVuE893Rfl2YjER30l2TU4ycbdBbzVBtP6F6/RwFGdw',
  'cgiT1ilQ//GWRXNUJlcc+mvUvs9PV05YFYX2ORjPJnLus9j4ZFBiT7p1Pi3swGkV/Lw45aFV7OfdnFiGHWkrYDeE2U3Yk+Ah',
  'pZd/gZ9p/I56cLYRQDw=',
];

/** A CA with 1024 bits RSA, signed with SHA-1, valid until 2126: as PEM text. */
export const legacyRootPem = pem(legacyRootLines);

/** A CA with 1024 bits RSA, signed with SHA-1, valid until 2126: as base64 of its DER bytes. */
export const legacyRootBase64 = legacyRootLines.join('');

const expiredRootLines = [
  'MIIBjzCCATWgAwIBAgIBATAKBggqhkjOPQQDAjA3MRYwFAYDVQQKDA1FeGFtcGxlIFBsYW50MR0wGwYDVQQDDBRFeGFtcGxl',
  'IEV4cGlyZWQgUm9vdDAeFw0xMDAxMDEwMDAwMDBaFw0yMDAxMDEwMDAwMDBaMDcxFjAUBgNVBAoMDUV4YW1wbGUgUGxhbnQx',
  'HTAbBgNVBAMMFEV4YW1wbGUgRXhwaXJlZCBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkTLLaBlGMmypQtDimLjo',
  'grLzUTRw/udrSLKXX2gHM/BuoytuLD+ubcp97Y1lCyA3JiRIaqohFFtxNPC7GJV24qMyMDAwDwYDVR0TAQH/BAUwAwEB/zAd',
  'BgNVHQ4EFgQUFEWgn3dVFPp64U5s20VdqDJqyQUwCgYIKoZIzj0EAwIDSAAwRQIgMAMgowuvuVimkGvHuLogWygQwDXj3k1g',
  '9loSJpAcyoQCIQCFhKHWalTLaMEioBmfIifgM+OBd5wPcQumJ2hBC35RaQ==',
];

/** A CA on the curve P-256 that expired on the first day of 2020: as PEM text. */
export const expiredRootPem = pem(expiredRootLines);

/** A CA on the curve P-256 that expired on the first day of 2020: as base64 of its DER bytes. */
export const expiredRootBase64 = expiredRootLines.join('');
