/** `credential.go`: verification by a header with a fixed value. */
export const credentialModule = `import (
	"errors"
	"fmt"
)

// Options say how deliveries are authenticated: the vendor signs nothing, and sends a header with a fixed value.
type Options struct {
	// Secrets are the whole values of the header that are accepted: one, or several while they are changed.
	Secrets []Secret
	// Header is its name; the contract's when empty.
	Header string
}

// Receiver verifies, recognises and reads deliveries. It can be used by several goroutines at once.
type Receiver struct {
	options Options
}

// NewReceiver makes a receiver. It fails when a secret or the header's name is missing.
func NewReceiver(options Options) (*Receiver, error) {
	if err := checkSecrets(options.Secrets); err != nil {
		return nil, err
	}
	if options.Header == "" {
		options.Header = contractHeader
	}
	if options.Header == "" {
		return nil, errors.New("the contract names no header: set the one that the vendor was told to send")
	}
	return &Receiver{options}, nil
}

// Verify makes sure that a delivery carries a secret, and returns its ID. The error is an *AuthenticationError.
func (r *Receiver) Verify(delivery Delivery) (string, error) {
	value, found := firstValue(delivery.Headers, r.options.Header)
	if !found {
		message := fmt.Sprintf("The delivery has no header %s.", r.options.Header)
		return "", &AuthenticationError{"credential-missing", message}
	}
	for _, secret := range r.options.Secrets {
		if sameText(value, secret.Value) {
			return secret.ID, nil
		}
	}
	message := fmt.Sprintf("The header %s holds none of the secrets.", r.options.Header)
	return "", &AuthenticationError{"credential-wrong", message}
}
`;
