# How many bytes a text takes in UTF-8. A half of a pair counts three, which is more than its share of four.
function Get-GfaTextSize {
    param([string]$Text)
    if ($Text -notmatch '[^\x00-\x7f]') { return $Text.Length }
    $Text.Length + [regex]::Matches($Text, '[\u0080-\uffff]').Count + [regex]::Matches($Text, '[\u0800-\uffff]').Count
}
