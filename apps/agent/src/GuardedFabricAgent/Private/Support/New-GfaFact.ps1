# What a collector answers. "Not known" is said as such and never as "off".
function New-GfaFact {
    param([string]$Status = 'ok', $Value, [string]$Reason)
    if ($Status -eq 'ok') { return [ordered]@{ status = 'ok'; value = $Value } }
    [ordered]@{ status = $Status; reason = (ConvertTo-GfaText $Reason -MaximumLength 1000) }
}
