# Null says that this host has no such cmdlet. One that failed says so instead, with no status: the server
# then knows that the state could not be read.
function Get-GfaHgsClientJson {
    param([string]$Fact)
    if ($Fact -match '^\{"status":"ok","value":(.*)\}$') { return $Matches[1] }
    $failure = $Fact | ConvertFrom-Json
    if ($failure.status -eq 'unavailable') { return 'null' }
    ConvertTo-GfaJson ([ordered]@{ attestationStatus = $null; attestationStatusCode = $null; readError = "$($failure.reason)" })
}
