package einvoice

import (
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// The code lists of the norm, as far as they are held. Currencies and countries are
// those of golang.org/x/text. Of the longest lists – units, slags av objekt – the
// form is held and not each code; docs/fakturaregler.md says so.

func isCurrency(code string) bool {
	unit, err := currency.ParseISO(code)
	return err == nil && unit.String() == code
}

func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && region.IsCountry() && region.String() == code || code == "1A" || code == "XI"
}

func among(list, code string) bool {
	return code != "" && !strings.Contains(code, " ") && strings.Contains(" "+list+" ", " "+code+" ")
}

const (
	invoiceTypes = "71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457 527 553 575 623 633 751 780 817 870 875 876 877 935"
	creditTypes  = "81 83 261 262 296 308 381 396 420 458 502 503 532"
	// What a Peppol invoice of the ordinary process may be.
	peppolInvoice = "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877"
	peppolCredit  = "381 396 81 83 532"

	taxCodes  = "AE L M E S Z G O K B"
	mimeTypes = "application/pdf image/png image/jpeg text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/vnd.oasis.opendocument.spreadsheet"
	// Reasons for a charge.
	chargeReasons = "AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG ACH ACI ACJ ACK ACL ACM ACS " +
		"ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK AEL AEM AEN AEO AEP AES AET AEU AEV AEW AEX AEY AEZ AJ AU " +
		"CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR CAS CAT CAU CAV CAW CAX CAY CAZ CD CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DL " +
		"EG EP ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA OA PA PAA PC PL PRV RAB RAC RAD RAF RE RF RH RV " +
		"SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV V1 V2 WH XAA YY ZZZ"
	// Units of two signs; those of three are held to their form.
	shortUnits = "10 11 13 14 15 20 21 22 23 24 25 27 28 33 34 35 37 38 40 41 56 57 58 59 60 61 64 66 74 76 77 78 80 81 84 85 87 89 91 " +
		"1I 2A 2B 2C 2G 2H 2I 2J 2K 2L 2M 2N 2P 2Q 2R 2U 2X 2Y 2Z 3B 3C 4C 4G 4H 4K 4L 4M 4N 4O 4P 4Q 4R 4T 4U 4W 4X 5A 5B 5E 5J " +
		"A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AD AE AH AI AK AL AQ AS AY AZ B1 B3 B4 B7 B8 BB BP C0 C3 C7 C8 C9 CG D1 D2 D5 D6 D9 DB DD DG DJ DN DT DU DX E4 EA EB EQ " +
		"FC FF FH FL FP FR FS G2 G3 GB GE GF GJ GL GM GO GP GQ GT GV HA HC HH HJ HM HN HP IA IE IU IV J2 JE JK JM K1 K2 K3 K5 K6 KA KB KI KJ KL KO KR KT KW KX " +
		"L2 LA LD LF LH LK LM LN LO LP LR LS LY M1 M4 M5 M7 M9 MC MD N1 N3 NA NF NL NQ NR NT NU NX OA ON OT OZ P1 P2 P5 PD PI PO PQ PR PS PT Q3 QA QB QR QT " +
		"R1 R9 RH RM RP RT S3 S4 SG SQ SR SW SX T0 T3 TI TP U1 U2 UA UB UC VA VP W2 WA WB WE WG WM WW X1 ZP ZZ"
	// Kinds of object that are not three letters from AAA on.
	objectKinds = "AC AE AF AP AU AV BA BC BD BE BH BM BN BO BR BT BTP BW CAS CAT CAU CAV CAW CAX CAY CAZ CBA CBB CD CEC CED CFE CFF CFO CG CH CK CKN CM CMR CN CNO COF CP CR CRN CS CST CT CU CV CW CZ " +
		"DA DAN DB DI DL DM DQ DR EA EB ED EE EI EN EQ ER ERN ET EX FC FF FI FLW FN FO FS FT FV FX GA GC GD GDN GN HS HWB IA IB ICA ICE ICO II IL INB INN INO IP IS IT IV JB JE LA LAN LAR LB LC LI LO LRC LS " +
		"MA MB MF MG MH MR MRN MS MSS MWB NA NF OH OI ON OP OR PB PC PD PE PF PI PK PL POR PP PQ PR PS PW PY RA RC RCN RE REN RF RR RT SA SB SD SE SEA SF SH SI SM SN SP SQ SRN SS STA SW SZ TB TCR TE TF TI TIN TL TN TP " +
		"UAR UC UCN UN UO URI VA VC VGR VM VN VON VOR VP VR VS VT VV WE WM WN WR WS WY XA XC XP ZZZ"
	endpointKinds = "0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0221 0225 0230 0235 0240 0244 0245 0246 AN AQ AS AU EM"
)

// isPayment holds the codes of means of payment: 1–70 with gaps, 74–78, 91–98.
func isPayment(code string) bool {
	n, there := ParseNumber(code)
	if !there || strings.HasPrefix(code, "0") {
		return code == "ZZZ"
	}
	for _, span := range [][2]int64{{1, 68}, {70, 70}, {74, 78}, {91, 98}} {
		if n.Sub(Whole(span[0])).Sign() >= 0 && n.Sub(Whole(span[1])).Sign() <= 0 {
			return true
		}
	}
	return false
}

// isObject holds the kinds of object: the long run of three letters from AAA to
// AXX, and the others by name.
func isObject(code string) bool {
	if len(code) == 3 && code[0] == 'A' && code[1] >= 'A' && code[1] <= 'X' && code[2] >= 'A' && code[2] <= 'Z' {
		return true
	}
	return among(objectKinds, code)
}

// isRegister holds the codes of registers of organisations (ISO 6523), which run
// from 0001 to 0244 with few gaps.
func isRegister(code string) bool {
	n, there := ParseNumber(code)
	return there && len(code) == 4 && allDigits(code) && n.Sign() > 0 && n.Sub(Whole(244)).Sign() <= 0 &&
		!among("0092 0103 0181 0182", code)
}

// isEndpoint holds the schemes of electronic addresses: named ones, and the national
// tax numbers from 9901 on.
func isEndpoint(code string) bool {
	return among(endpointKinds, code) || len(code) == 4 && strings.HasPrefix(code, "99") && allDigits(code) && code > "9900" && code < "9960"
}

// isUnit holds the units: those of two signs by name, those of three by form. Words
// such as "timmar" are refused.
func isUnit(code string) bool {
	if len(code) != 3 {
		return among(shortUnits, code)
	}
	return isCode(code)
}

// isCode tells whether a code of a list that is held by form could be one.
func isCode(code string) bool {
	if len(code) < 2 || len(code) > 3 {
		return false
	}
	for _, c := range []byte(code) {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// isAllowanceReason holds the reasons for an allowance, which run from 1 to 105.
func isAllowanceReason(code string) bool {
	n, there := ParseNumber(code)
	return code == "ZZZ" || there && allDigits(code) && !strings.HasPrefix(code, "0") && n.Sub(Whole(105)).Sign() <= 0
}

// luhn tells whether the last digit checks the others.
func luhn(digits string) bool {
	sum := 0
	for i, c := range []byte(digits) {
		n := int(c - '0')
		if (len(digits)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return digits != "" && allDigits(digits) && sum%10 == 0
}

// gln tells whether a GS1 number's last digit checks the others.
func gln(digits string) bool {
	if !allDigits(digits) || len(digits) < 2 {
		return false
	}
	sum := 0
	for i, c := range []byte(digits) {
		weight := 1
		if (len(digits)-i)%2 == 0 {
			weight = 3
		}
		sum += weight * int(c-'0')
	}
	return sum%10 == 0
}
