# Text or null, cut to what the server takes in one string (8 KiB of UTF-8).
function ConvertTo-GfaText {
    param($Value, [int]$MaximumLength = 8000)
    if ($null -eq $Value) { return $null }
    $text = "$Value".Trim()
    if ($text -eq '') { return $null }
    # A character outside ASCII takes up to three bytes.
    if ($text -match '[^\x00-\x7f]' -and $MaximumLength -gt 2600) { $MaximumLength = 2600 }
    if ($text.Length -le $MaximumLength) { return $text }
    $text.Substring(0, $MaximumLength)
}
