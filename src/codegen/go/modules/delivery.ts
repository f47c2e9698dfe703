/** `delivery.go`: what a delivery is, and what can be wrong with it. */
export const deliveryModule = `import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"strings"
)

// Delivery is one HTTP request that the vendor makes.
type Delivery struct {
	// Method is the HTTP method; POST when empty.
	Method string
	// Headers are those of the request: an http.Header fits.
	Headers map[string][]string
	// Body is the raw bytes, as they were received.
	Body []byte
}

// Secret is a secret of the vendor. Its ID tells which one of several matched.
type Secret struct {
	ID    string
	Value string
}

// AuthenticationError is a delivery that is not the vendor's, or cannot be proven to be. Answer 401, without the message.
type AuthenticationError struct {
	Reason  string
	Message string
}

func (e *AuthenticationError) Error() string { return e.Message }

// ErrNotJSON is a body that is no JSON. Answer 400.
var ErrNotJSON = errors.New("the body is no JSON")

// InvalidEventError is a payload of a known event that breaks its schema. Vendors switch endpoints off that refuse too
// much: think of answering 2xx and looking into it.
type InvalidEventError struct {
	Event      string
	Violations []Violation
	Raw        json.RawMessage
	SecretID   string
}

func (e *InvalidEventError) Error() string {
	var texts []string
	for index, each := range e.Violations {
		if index < 5 {
			texts = append(texts, each.String())
		}
	}
	return e.Event + ": " + strings.Join(texts, "; ")
}

// valuesOf gives all values of a header; names are compared without case.
func valuesOf(headers map[string][]string, name string) []string {
	var found []string
	for given, values := range headers {
		if strings.EqualFold(given, name) {
			for _, value := range values {
				found = append(found, strings.TrimSpace(value))
			}
		}
	}
	return found
}

func firstValue(headers map[string][]string, name string) (string, bool) {
	values := valuesOf(headers, name)
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

func checkSecrets(secrets []Secret) error {
	for _, secret := range secrets {
		if strings.TrimSpace(secret.Value) == "" {
			return errors.New("a secret is empty: is the environment variable set?")
		}
	}
	if len(secrets) == 0 {
		return errors.New("there is no secret")
	}
	return nil
}

// sameText compares in a time that does not tell where the texts differ.
func sameText(given, wanted string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) == 1
}
`;
