# What the agent's last connection to its server negotiated, or that it failed of TLS; empty where neither is known.
function Get-GfaNegotiated {
    param([string]$StatePath)
    if (-not $StatePath) { return '' }
    $status = Read-GfaStateFile -StatePath $StatePath -Name status
    if ($status.transportFault) { return "$($status.transportFault)" }
    "$($status.connectionTls)"
}
