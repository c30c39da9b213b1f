# The hosts that a central collector holds a credential of, one folder for each.
function Get-GfaRemoteHost {
    param([string]$StatePath)
    foreach ($folder in Get-ChildItem -LiteralPath (Join-Path $StatePath 'hosts') -Directory -ErrorAction SilentlyContinue) {
        $identity = Read-GfaStateFile -StatePath $folder.FullName -Name identity
        $config = Read-GfaStateFile -StatePath $folder.FullName -Name config
        if (-not $identity.credential -or -not $config.computerName) { continue }
        New-Object psobject -Property @{
            ComputerName = "$($config.computerName)"
            Server = "$($config.server)"
            StatePath = $folder.FullName
            MachineId = "$($identity.machineId)"
            EnrolmentId = Get-GfaEnrolmentId -Identity $identity
        }
    }
}
