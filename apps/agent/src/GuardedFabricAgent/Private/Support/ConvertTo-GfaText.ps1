# Text or null, cut to what the server takes in one string (8 KiB of UTF-8), and then with a mark at its end.
function ConvertTo-GfaText {
    param($Value, [int]$MaximumLength = 8000)
    if ($null -eq $Value) { return $null }
    $text = "$Value".Trim()
    if ($text -eq '') { return $null }
    $size = Get-GfaTextSize $text
    if ($size -le $MaximumLength) { return $text }
    $mark = ' [...]'
    $room = $MaximumLength - $mark.Length
    while ($size -gt $room) {
        # By the share of what is too much, so that it takes few rounds whatever the characters take.
        $length = [int64]($text.Length * ($room / $size) - 0.5)
        $text = $text.Substring(0, $length)
        $size = Get-GfaTextSize $text
    }
    # Not within a pair that is one character.
    ($text -replace '[\ud800-\udbff]$', '') + $mark
}
