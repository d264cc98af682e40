package paper

import "encoding/binary"

// sRGB is a colour profile (ICC.1:2001) that says what the file's red, green and
// blue mean: the primaries and white of IEC 61966-2-1, with a gamma of 2.2.
func sRGB() []byte {
	be := binary.BigEndian
	fixed := func(values ...float64) []byte { // s15Fixed16
		var out []byte
		for _, v := range values {
			out = be.AppendUint32(out, uint32(int32(v*65536+0.5)))
		}
		return out
	}
	tag := func(kind string, content []byte) []byte {
		return append(append([]byte(kind), 0, 0, 0, 0), content...)
	}
	name := "sRGB"
	described := be.AppendUint32(nil, uint32(len(name)+1))
	described = append(append(described, name...), 0)
	described = append(described, make([]byte, 4+4+2+1+67)...) // no Unicode and no Macintosh name
	gamma := tag("curv", be.AppendUint16(be.AppendUint32(nil, 1), 0x0233))
	tags := []struct {
		name    string
		content []byte
	}{
		{"desc", tag("desc", described)},
		{"cprt", tag("text", []byte("Public domain\x00"))},
		{"wtpt", tag("XYZ ", fixed(0.9642, 1, 0.8249))},
		{"rXYZ", tag("XYZ ", fixed(0.4361, 0.2225, 0.0139))},
		{"gXYZ", tag("XYZ ", fixed(0.3851, 0.7169, 0.0971))},
		{"bXYZ", tag("XYZ ", fixed(0.1431, 0.0606, 0.7141))},
		{"rTRC", gamma},
		{"gTRC", gamma},
		{"bTRC", gamma},
	}
	table := be.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	for _, t := range tags {
		table = append(table, t.name...)
		table = be.AppendUint32(table, uint32(128+4+12*len(tags)+len(data)))
		table = be.AppendUint32(table, uint32(len(t.content)))
		data = append(data, t.content...)
		data = append(data, make([]byte, -len(t.content)&3)...)
	}
	head := make([]byte, 128)
	be.PutUint32(head, uint32(128+len(table)+len(data)))
	be.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1, 0, 0, 0} {
		be.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], fixed(0.9642, 1, 0.8249))
	return append(append(head, table...), data...)
}
