# What stands in for WMI: of this computer, or of those that sessions lead to. GF_STUB_HOSTS is a folder with the
# description of each of those; one without a description cannot be reached.
if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-StubTarget {
    param($CimSession)
    if ($null -eq $CimSession) { return @{ Name = ''; Host = (Get-StubHost) } }
    foreach ($session in $CimSession) { @{ Name = $session.ComputerName; Host = (Get-StubHost -Of $session.ComputerName) } }
}

# An error as the CIM cmdlets write it for a session: it names the computer that it came from. A script cannot make
# one, so it goes out as an object of that shape.
function New-StubCimError {
    param([string]$Name, [string]$Message, [string]$Id = 'HRESULT 0x80338012', [string]$Category = 'NotSpecified')
    $record = [ordered]@{ CategoryInfo = @{ Category = $Category }; FullyQualifiedErrorId = "$Id,Stub"; Exception = @{ Message = $Message; InnerException = $null } }
    # One that does not say whose it is, where the description wants that.
    $record['OriginInfo'] = if ((Get-StubHost -Of $Name).namelessErrors) { $null } else { @{ PSComputerName = $Name } }
    New-Object psobject -Property $record
}

# What a description says becomes of a question; null where it is answered.
function Get-StubFault {
    param($Target, [string]$Name, [uint32]$OperationTimeoutSec)
    Write-StubLog -Name "cim:$($Target.Name)" -Argument @{ asked = $Name }
    if ($Target.Host.missing -contains $Name) { return @{ Message = "Invalid $Name"; Id = 'HRESULT 0x8004100e'; Category = 'MetadataError' } }
    if (-not $Target.Name) { $null = Enter-StubCommand -Name $Name -Action Stop; return }
    if ($Target.Host.hang -contains $Name) { Start-Sleep -Seconds $OperationTimeoutSec; return @{ Message = 'The operation timed out' } }
    if ($Target.Host.throw.$Name) { return @{ Message = $Target.Host.throw.$Name } }
}

function Get-CimInstance {
    [CmdletBinding()] param([string]$ClassName, [string]$Namespace, [string]$Filter, [uint32]$OperationTimeoutSec, $CimSession)
    foreach ($target in @(Get-StubTarget -CimSession $CimSession)) {
        $fault = Get-StubFault -Target $target -Name $ClassName -OperationTimeoutSec $OperationTimeoutSec
        if ($fault) {
            if ($target.Name) { New-StubCimError -Name $target.Name @fault; continue }
            Write-Error -Message $fault.Message -ErrorId $fault.Id -Category $fault.Category -ErrorAction Stop
        }
        foreach ($instance in @($target.Host.cim.$ClassName)) {
            if ($null -eq $instance) {
                if ($target.Name -or $null -ne $target.Host.cim.PSObject.Properties[$ClassName]) { continue }
                throw "Invalid class $ClassName"
            }
            $made = ConvertTo-StubObject $instance
            if ($target.Name) { $made = $made | Add-Member -NotePropertyName PSComputerName -NotePropertyValue $target.Name -PassThru }
            $made
        }
    }
}

# StdRegProv: 0 with the value, 1 for no such value, 2 for no such key, 5 for access denied.
function Read-StubRegistry {
    param($Registry, [string]$MethodName, $Arguments)
    if ($Registry.hang -and $Arguments['sSubKeyName'] -match $Registry.hang) { Start-Sleep -Seconds 600 }
    if ($Registry.denied -and $Arguments['sSubKeyName'] -match $Registry.denied) { return @{ ReturnValue = 5 } }
    if ("$($Arguments['sSubKeyName'])" -match '\\EventLog\\Application\\(\w+)$') {
        if (Test-StubRegistration -Kind source -Name $Matches[1]) { return @{ ReturnValue = 0; sValue = 'EventLogMessages.dll' } }
        return @{ ReturnValue = 2 }
    }
    $key = $Registry.($Arguments['sSubKeyName'])
    if ($null -eq $key) { return @{ ReturnValue = 2 } }
    $value = $key.($Arguments['sValueName'])
    if ($null -eq $value) { return @{ ReturnValue = 1 } }
    if ($MethodName -eq 'GetStringValue') { return @{ ReturnValue = 0; sValue = $value } }
    @{ ReturnValue = 0; uValue = $value }
}

function Invoke-CimMethod {
    [CmdletBinding(SupportsShouldProcess = $true)] param([string]$ClassName, [string]$Namespace, [string]$MethodName, $Arguments, [uint32]$OperationTimeoutSec, $CimSession)
    # The real one does nothing where whoever asks only pretends to.
    if ($null -eq $CimSession -and $PSBoundParameters.Keys -notcontains 'WhatIf') { throw 'Nobody said that reading is not to be pretended' }
    foreach ($target in @(Get-StubTarget -CimSession $CimSession)) {
        $fault = Get-StubFault -Target $target -Name "$ClassName.$MethodName" -OperationTimeoutSec $OperationTimeoutSec
        if ($fault) {
            if ($target.Name) { New-StubCimError -Name $target.Name @fault; continue }
            Write-Error -Message $fault.Message -ErrorId $fault.Id -Category $fault.Category -ErrorAction Stop
        }
        $answer = if ($ClassName -eq 'StdRegProv') { Read-StubRegistry -Registry $target.Host.registry -MethodName $MethodName -Arguments $Arguments }
        else { @{ ReturnValue = 0; cmdletOutput = $target.Host.cim.$ClassName } }
        if ($target.Name) { $answer['PSComputerName'] = $target.Name }
        New-Object psobject -Property $answer
    }
}

function New-CimSession {
    [CmdletBinding()] param([string[]]$ComputerName, [uint32]$OperationTimeoutSec)
    foreach ($name in $ComputerName) {
        if ($null -ne (Get-StubHost -Of $name)) { New-Object psobject -Property @{ ComputerName = $name }; continue }
        New-StubCimError -Name $name -Message "$name does not answer"
    }
}

function Remove-CimSession {
    [CmdletBinding()] param($CimSession)
    Write-StubLog -Name Remove-CimSession -Argument @{ ComputerName = @($CimSession.ComputerName) }
}
Export-ModuleMember -Function Get-CimInstance, Invoke-CimMethod, New-CimSession, Remove-CimSession
