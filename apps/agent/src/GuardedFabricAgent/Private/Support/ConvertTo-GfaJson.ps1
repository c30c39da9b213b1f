# JSON in pure ASCII, so that no encoding of a file or of a request can change it.
function ConvertTo-GfaJson {
    param($InputObject)
    # ConvertTo-Json of 5.1 answers nothing.
    if ($null -eq $InputObject) { return 'null' }
    $json = ConvertTo-Json -InputObject $InputObject -Depth 12 -Compress
    if ($json -notmatch '[^\x00-\x7e]') { return $json }
    $seen = @{}
    foreach ($match in [regex]::Matches($json, '[^\x00-\x7e]')) { $seen[[int][char]$match.Value] = $true }
    foreach ($code in $seen.Keys) { $json = $json.Replace([string][char]$code, ('\u{0:x4}' -f $code)) }
    $json
}
