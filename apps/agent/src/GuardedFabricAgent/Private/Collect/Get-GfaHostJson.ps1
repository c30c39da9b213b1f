function Get-GfaHostJson {
    param([string]$Fact)
    if ($Fact -match '^\{"status":"ok","value":(.*)\}$') { return $Matches[1] }
    ConvertTo-GfaJson @{ hostname = ConvertTo-GfaText $env:COMPUTERNAME }
}
