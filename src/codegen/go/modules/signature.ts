/** `signature.go`: verification by the contract's signature scheme. */
export const signatureModule = String.raw`import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scheme is how the vendor signs.
type scheme struct {
	header         string
	algorithm      string
	encoding       string
	signed         string
	id             string
	timestamp      string
	isList         bool
	separator      string
	label          string
	prefix         string
	secretPrefix   string
	secretEncoding string
	tolerance      time.Duration
}

// Options say how deliveries are authenticated.
type Options struct {
	// Secrets of the vendor: one, or several while they are changed.
	Secrets []Secret
	// URLs are those that are registered with the vendor, not what a proxy made of them. Needed where the vendor signs them.
	URLs []string
	// Tolerance is the greatest age or lead of a signed time; the contract's when zero.
	Tolerance time.Duration
	// Now tells the time; time.Now when nil.
	Now func() time.Time
}

// Receiver verifies, recognises and reads deliveries. It can be used by several goroutines at once.
type Receiver struct {
	options Options
	keys    [][]byte
}

// NewReceiver makes a receiver. It fails when a secret or a URL is missing, or cannot be used.
func NewReceiver(options Options) (*Receiver, error) {
	if err := checkSecrets(options.Secrets); err != nil {
		return nil, err
	}
	signsURL := strings.Contains(contractScheme.signed, "{url}")
	for _, url := range options.URLs {
		if signsURL && !regexp.MustCompile("(?i)^https?://").MatchString(url) {
			return nil, fmt.Errorf("%q is no URL that can be registered with the vendor: https://...", url)
		}
	}
	if signsURL && len(options.URLs) == 0 {
		return nil, errors.New("the vendor signs the URL: set the one that is registered with it")
	}
	if !signsURL {
		options.URLs = []string{""}
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Tolerance == 0 {
		options.Tolerance = contractScheme.tolerance
	}
	receiver := &Receiver{options: options}
	for _, secret := range options.Secrets {
		key, err := contractScheme.keyOf(secret.Value)
		if err != nil {
			return nil, err
		}
		receiver.keys = append(receiver.keys, key)
	}
	return receiver, nil
}

// Verify makes sure that a delivery comes from somebody who knows a secret, and returns the ID of that. The error is an
// *AuthenticationError.
func (r *Receiver) Verify(delivery Delivery) (string, error) {
	items, signatures, err := contractScheme.signatures(delivery.Headers)
	if err != nil {
		return "", err
	}
	id, hasID := contractScheme.part(contractScheme.id, delivery.Headers, items)
	if contractScheme.id != "" && !hasID {
		return "", &AuthenticationError{"signature-missing", "The delivery does not carry its id."}
	}
	timestamp, _ := contractScheme.part(contractScheme.timestamp, delivery.Headers, items)
	signedAt, hasTime := secondsOf(timestamp)
	if contractScheme.timestamp != "" && !hasTime {
		return "", &AuthenticationError{"signature-no-timestamp", "The delivery does not carry its time."}
	}
	method := strings.ToUpper(delivery.Method)
	if method == "" {
		method = "POST"
	}
	for index, key := range r.keys {
		for _, url := range r.options.URLs {
			parts := map[string]string{"url": url, "method": method, "id": id, "timestamp": timestamp}
			expected := contractScheme.sign(key, delivery.Body, parts)
			isMatch := false
			for _, signature := range signatures {
				// All are compared: the time does not tell which one matched.
				isMatch = sameText(signature, expected) || isMatch
			}
			if isMatch {
				if err := r.refuseLate(signedAt, hasTime); err != nil {
					return "", err
				}
				return r.options.Secrets[index].ID, nil
			}
		}
	}
	message := "The signature fits none of the secrets: the secret, the body"
	if strings.Contains(contractScheme.signed, "{url}") {
		message += " or the URL is another one. Registered: " + strings.Join(r.options.URLs, ", ") + "."
	} else {
		message += " or the header is another one."
	}
	return "", &AuthenticationError{"signature-mismatch", message}
}

func (r *Receiver) refuseLate(signedAt float64, hasTime bool) error {
	if !hasTime || r.options.Tolerance == 0 {
		return nil
	}
	now := float64(r.options.Now().UnixNano()) / 1e9
	if math.Abs(now-signedAt) <= r.options.Tolerance.Seconds() {
		return nil
	}
	when := "ago"
	if signedAt > now {
		when = "ahead of time"
	}
	age, allowed := math.Round(math.Abs(now-signedAt)), r.options.Tolerance.Seconds()
	message := fmt.Sprintf("The delivery was signed %.0f s %s; %.0f s are allowed.", age, when, allowed)
	return &AuthenticationError{"signature-too-old", message}
}

func (s *scheme) newHash() func() hash.Hash {
	switch s.algorithm {
	case "hmac-sha1":
		return sha1.New
	case "hmac-sha384":
		return sha512.New384
	case "hmac-sha512":
		return sha512.New
	}
	return sha256.New
}

// signatures gives the entries of the signature header, and the signatures among them in the spelling of sign.
func (s *scheme) signatures(headers map[string][]string) ([]string, []string, error) {
	items := valuesOf(headers, s.header)
	if strings.Join(items, "") == "" {
		message := fmt.Sprintf("The delivery has no header %s.", s.header)
		return nil, nil, &AuthenticationError{"signature-missing", message}
	}
	if s.isList || strings.HasPrefix(s.id, "pair:") || strings.HasPrefix(s.timestamp, "pair:") {
		var parts []string
		for _, value := range items {
			for _, item := range strings.Split(value, s.separator) {
				parts = append(parts, strings.TrimSpace(item))
			}
		}
		items = parts
	}
	length := len(s.encode(make([]byte, s.newHash()().Size())))
	var signatures []string
	for _, item := range items {
		if !strings.HasPrefix(item, s.label+s.prefix) {
			continue
		}
		if signature := s.plain(item[len(s.label+s.prefix):]); len(signature) == length {
			signatures = append(signatures, signature)
		}
	}
	if len(signatures) == 0 {
		message := fmt.Sprintf("The header %s holds no signature in %s.", s.header, s.encoding)
		return nil, nil, &AuthenticationError{"signature-malformed", message}
	}
	return items, signatures, nil
}

func (s *scheme) plain(text string) string {
	if s.encoding == "hex" {
		return strings.ToLower(text)
	}
	return strings.TrimRight(text, "=")
}

func (s *scheme) encode(bytes []byte) string {
	switch s.encoding {
	case "base64":
		return base64.RawStdEncoding.EncodeToString(bytes)
	case "base64url":
		return base64.RawURLEncoding.EncodeToString(bytes)
	}
	return hex.EncodeToString(bytes)
}

var templatePart = regexp.MustCompile("[{][a-z]+[}]")

func (s *scheme) sign(key []byte, body []byte, parts map[string]string) string {
	code := hmac.New(s.newHash(), key)
	start := 0
	for _, place := range templatePart.FindAllStringIndex(s.signed, -1) {
		code.Write([]byte(s.signed[start:place[0]]))
		if name := s.signed[place[0]+1 : place[1]-1]; name == "body" {
			code.Write(body)
		} else {
			code.Write([]byte(parts[name]))
		}
		start = place[1]
	}
	code.Write([]byte(s.signed[start:]))
	return s.encode(code.Sum(nil))
}

// keyOf fails, without telling the secret, when it is not written in the scheme's encoding.
func (s *scheme) keyOf(secret string) ([]byte, error) {
	text := strings.TrimPrefix(secret, s.secretPrefix)
	key, err := []byte(text), error(nil)
	switch s.secretEncoding {
	case "hex":
		key, err = hex.DecodeString(text)
	case "base64":
		key, err = base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(text, "="))
	}
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("the secret is not written in %s, as the signature scheme demands", s.secretEncoding)
	}
	return key, nil
}

// part reads an id or a time from where the scheme says that it stands.
func (s *scheme) part(source string, headers map[string][]string, items []string) (string, bool) {
	if strings.HasPrefix(source, "header:") {
		return firstValue(headers, strings.TrimPrefix(source, "header:"))
	}
	if strings.HasPrefix(source, "pair:") {
		lead := strings.TrimPrefix(source, "pair:") + "="
		for _, item := range items {
			if strings.HasPrefix(item, lead) {
				return item[len(lead):], true
			}
		}
	}
	return "", false
}

var digits = regexp.MustCompile("^[0-9]{1,14}$")

// secondsOf gives the Unix time of a time written in seconds, in milliseconds or as RFC 3339.
func secondsOf(text string) (float64, bool) {
	if digits.MatchString(text) {
		number, err := strconv.ParseFloat(text, 64)
		if len(text) > 11 {
			number /= 1000
		}
		return number, err == nil
	}
	at, err := time.Parse(time.RFC3339, text)
	return float64(at.UnixNano()) / 1e9, err == nil
}
`;
