# Enrols the host whose turn it is, unless it holds a credential of this server and is still the same machine.
function Register-GfaRemoteHost {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [string]$Account, [scriptblock]$Token, [int]$MaximumWaitSeconds, [switch]$Force)
    $computer = $script:GfaRemote['Current']
    $folder = Get-GfaRemoteStatePath -StatePath $StatePath -ComputerName $computer
    $machineId = Get-GfaRemoteMachineId
    $identity = Read-GfaStateFile -StatePath $folder -Name identity
    $isEnrolled = $identity.credential -and $identity.server -eq $Server -and "$($identity.machineId)" -eq $machineId
    Initialize-GfaState -StatePath $folder -Account $Account -Folder 'spool', 'sent', 'quarantine'
    Write-GfaStateFile -StatePath $folder -Name config -Value @{ server = $Server; proxy = $Proxy; account = $Account; computerName = $computer }
    # What the server refused when it was last used is of no use any more.
    if ("$((Read-GfaStateFile -StatePath $folder -Name status).waitOutcome)" -eq 'Refused') { $isEnrolled = $false }
    if (-not $isEnrolled -or $Force) {
        Register-GfaHost -StatePath $folder -Server $Server -Token @{ text = (& $Token) } -Proxy $Proxy -MaximumWaitSeconds $MaximumWaitSeconds
        $identity = Read-GfaStateFile -StatePath $folder -Name identity
    }
    New-Object psobject -Property ([ordered]@{
            ComputerName = $computer
            Server = $Server
            HostId = "$($identity.hostId)"
            Enrolled = (-not $isEnrolled -or [bool]$Force)
            Message = $null
        })
}
