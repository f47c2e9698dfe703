/** `assertions.go`: the keywords that look at one value and at no schema below theirs. */
export const assertionsModule = String.raw`import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// assertions say what is wrong with a value; nothing when it is fine.
var assertions = []struct {
	keyword string
	test    func(demand any, value any) string
}{
	{"type", checkType},
	{"const", checkConst},
	{"enum", checkEnum},
	{"multipleOf", forNumber(func(value, demand float64) bool { return math.Mod(value, demand) == 0 }, "a multiple of")},
	{"maximum", forNumber(func(value, demand float64) bool { return value <= demand }, "at most")},
	{"exclusiveMaximum", forNumber(func(value, demand float64) bool { return value < demand }, "less than")},
	{"minimum", forNumber(func(value, demand float64) bool { return value >= demand }, "at least")},
	{"exclusiveMinimum", forNumber(func(value, demand float64) bool { return value > demand }, "greater than")},
	{"maxLength", forSize(textSize, atMost, "at most %v characters")},
	{"minLength", forSize(textSize, atLeast, "at least %v characters")},
	{"maxItems", forSize(listSize, atMost, "at most %v items")},
	{"minItems", forSize(listSize, atLeast, "at least %v items")},
	{"maxProperties", forSize(objectSize, atMost, "at most %v properties")},
	{"minProperties", forSize(objectSize, atLeast, "at least %v properties")},
	{"uniqueItems", checkUnique},
	{"pattern", checkPattern},
	{"format", checkFormat},
}

// numberOf gives a number as a double; what is too large for one is none.
func numberOf(value any) (float64, bool) {
	text, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	number, err := text.Float64()
	return number, err == nil
}

func isOfType(value any, name string) bool {
	switch name {
	case "null":
		return value == nil
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "string":
		_, ok := value.(string)
		return ok
	case "array":
		_, ok := value.([]any)
		return ok
	case "object":
		_, ok := value.(map[string]any)
		return ok
	}
	number, ok := numberOf(value)
	return ok && (name == "number" || number == math.Trunc(number))
}

func checkType(demand any, value any) string {
	types, ok := demand.([]any)
	if !ok {
		types = []any{demand}
	}
	words := make([]string, len(types))
	for index, each := range types {
		name := each.(string)
		if isOfType(value, name) {
			return ""
		}
		article := "a "
		if strings.ContainsAny(name[:1], "aeio") {
			article = "an "
		}
		if name == "null" {
			article = ""
		}
		words[index] = article + name
	}
	return "must be " + strings.Join(words, " or ")
}

// canonical is the same text for values that are the same data.
func canonical(value any) string {
	switch held := value.(type) {
	case json.Number:
		if number, ok := numberOf(held); ok {
			return strconv.FormatFloat(number+0, 'g', -1, 64)
		}
		return string(held)
	case []any:
		items := make([]string, len(held))
		for index, item := range held {
			items[index] = canonical(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case map[string]any:
		members := make([]string, 0, len(held))
		for _, name := range namesOf(held) {
			members = append(members, strconv.Quote(name)+":"+canonical(held[name]))
		}
		return "{" + strings.Join(members, ",") + "}"
	case string:
		return strconv.Quote(held)
	}
	return fmt.Sprint(value)
}

func checkConst(demand any, value any) string {
	if canonical(demand) == canonical(value) {
		return ""
	}
	return "must be " + canonical(demand)
}

func checkEnum(demand any, value any) string {
	known := demand.([]any)
	given := canonical(value)
	shown := make([]string, len(known))
	for index, each := range known {
		shown[index] = canonical(each)
		if shown[index] == given {
			return ""
		}
	}
	if len(shown) > 12 {
		return fmt.Sprintf("must be one of %s and %d more", strings.Join(shown[:12], ", "), len(shown)-12)
	}
	return "must be one of " + strings.Join(shown, ", ")
}

func forNumber(isMet func(value, demand float64) bool, words string) func(demand any, value any) string {
	return func(demand any, value any) string {
		number, ok := numberOf(value)
		limit, isLimit := numberOf(demand)
		if !ok || !isLimit || isMet(number, limit) {
			return ""
		}
		return fmt.Sprintf("must be %s %v", words, demand)
	}
}

func textSize(value any) (int, bool) {
	text, ok := value.(string)
	return utf8.RuneCountInString(text), ok
}

func listSize(value any) (int, bool) {
	list, ok := value.([]any)
	return len(list), ok
}

func objectSize(value any) (int, bool) {
	object, ok := value.(map[string]any)
	return len(object), ok
}

func atMost(size, limit float64) bool  { return size <= limit }
func atLeast(size, limit float64) bool { return size >= limit }

func forSize(sizeOf func(any) (int, bool), isMet func(size, limit float64) bool, words string) func(any, any) string {
	return func(demand any, value any) string {
		size, ok := sizeOf(value)
		limit, _ := numberOf(demand)
		if !ok || isMet(float64(size), limit) {
			return ""
		}
		return "must have " + fmt.Sprintf(words, demand)
	}
}

func checkUnique(demand any, value any) string {
	list, ok := value.([]any)
	if !ok || demand != true {
		return ""
	}
	seen := make(map[string]bool, len(list))
	for _, item := range list {
		text := canonical(item)
		if seen[text] {
			return "must not repeat an item"
		}
		seen[text] = true
	}
	return ""
}

var patterns sync.Map

func compiled(pattern string) *regexp.Regexp {
	if known, ok := patterns.Load(pattern); ok {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile(pattern)
	patterns.Store(pattern, made)
	return made
}

func checkPattern(demand any, value any) string {
	text, ok := value.(string)
	if !ok || compiled(demand.(string)).MatchString(text) {
		return ""
	}
	return "must match a pattern"
}

func checkFormat(demand any, value any) string {
	text, ok := value.(string)
	if !ok || demand != "date-time" || isTime(text) {
		return ""
	}
	return "must be a valid date-time"
}

var timePattern = regexp.MustCompile(
	"^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.\\d+)?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))$")

// isTime follows RFC 3339, section 5.6: a leap second stands at the end of a day in UTC.
func isTime(text string) bool {
	parts := timePattern.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	number := func(index int) int {
		value, _ := strconv.Atoi("0" + parts[index])
		return value
	}
	year, month, day, hour, minute, second := number(1), number(2), number(3), number(4), number(5), number(6)
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days[1] = 29
	}
	if month < 1 || month > 12 || day < 1 || day > days[month-1] {
		return false
	}
	if hour > 23 || minute > 59 || second > 60 || number(8) > 23 || number(9) > 59 {
		return false
	}
	offset := number(8)*60 + number(9)
	if parts[7] == "-" {
		offset = -offset
	}
	return second < 60 || (hour*60+minute-offset+2880)%1440 == 1439
}
`;
